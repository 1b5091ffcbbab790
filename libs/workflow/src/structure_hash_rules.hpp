#pragma once

#include <string>

#include <divan/workflow/workflow.hpp>

namespace divan {

/// comfyui-node 1.10.0, pool/utils/hash.ts.
std::string comfyui_node_structure_hash(const Workflow& workflow);

}  // namespace divan
