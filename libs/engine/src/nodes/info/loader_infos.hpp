#pragma once

#include "nodes/info/node_info.hpp"
#include "nodes/model_costs.hpp"

/// ComfyUI 0.3.64, nodes.py; the file lists come from the models file.
namespace divan::engine {

NodeInfo checkpoint_info(const ModelCosts& costs);
NodeInfo unet_info(const ModelCosts& costs);
NodeInfo clip_info(const ModelCosts& costs);
NodeInfo dual_clip_info(const ModelCosts& costs);
NodeInfo vae_info(const ModelCosts& costs);
NodeInfo control_net_info(const ModelCosts& costs);
NodeInfo lora_info(const ModelCosts& costs);
NodeInfo lora_model_only_info(const ModelCosts& costs);

}  // namespace divan::engine
