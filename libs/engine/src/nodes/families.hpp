#pragma once

#include <vector>

#include "execution/node.hpp"
#include "nodes/info/node_info.hpp"
#include "nodes/model_costs.hpp"
#include "nodes/node_binding.hpp"

/// The node classes by family; `builtin_nodes.cpp` puts them in order.
namespace divan::engine {

using NodeClasses = std::vector<NodeClass>;

NodeClasses image_nodes();
NodeClasses image_effect_nodes();
NodeClasses mask_nodes();
NodeClasses load_nodes();
NodeClasses save_nodes();
NodeClasses latent_nodes();
NodeClasses primitive_nodes();
NodeClasses loader_nodes(const ModelCosts& costs);
NodeClasses conditioning_nodes();
NodeClasses sampling_nodes(const ModelCosts& costs);
NodeClasses custom_sampling_nodes(const ModelCosts& costs);
NodeClasses vae_nodes();
NodeClasses upscale_nodes(const ModelCosts& costs);

inline NodeClass make_node(const NodeInfo& info, NodeRun run) {
    NodeClass node;
    node.name = info.name();
    node.info = info.build();
    node.run = std::move(run);
    return node;
}

}  // namespace divan::engine
