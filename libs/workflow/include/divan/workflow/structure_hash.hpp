#pragma once

#include <string>

#include <divan/workflow/workflow.hpp>

namespace divan {

enum class StructureRule {
    divan,
    /// Digit by digit what comfyui-node 1.10.0 computes (pool/utils/hash.ts), for tables of hashes that were
    /// made with it. Node ids count, and so does the spelling of a path. It reads numbers as doubles and
    /// orders keys as JavaScript does, and so do we here.
    comfyui_node,
};

/// The SHA-256, as 64 hexadecimal digits, of what a workflow runs, not of what it says: the same for every
/// prompt, seed, size, sampler and picture, another one for another model or wiring. For sending like work to
/// servers that are warm for it. `fingerprint` tells whether two workflows are equal.
///
/// What counts: classes, links, the names of the inputs with the kind of their values, and texts that name a
/// model or configuration file (.safetensors .sft .ckpt .pt .pth .bin .gguf .onnx .pkl .npz .vae .yaml .yml,
/// in any case). In our rule node ids do not count, only what is linked to what, and `/` and `\` are one; so
/// the same graph, exported twice or sent to Windows, has one hash. (Nodes on or behind a circle are told
/// apart by their ids.) It sees the graph, not what is only planned: apply bypassing first.
///
/// Stable across versions and machines. Time: linear, but for sorting; no recursion over nodes.
std::string structure_hash(const Workflow& workflow, StructureRule rule = StructureRule::divan);

}  // namespace divan
