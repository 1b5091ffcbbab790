#pragma once

#include <string>
#include <vector>

#include <divan/json/value.hpp>

namespace divan::engine {

/// True for a prompt that ComfyUI 0.3.64 accepts and then dies of (comfyui-protocol §3.8): a node without an
/// object of inputs, or a link from a node that will run to one that does not exist. The engine answers 500
/// instead.
bool is_poison(const json::Object& prompt, const std::vector<std::string>& outputs);

/// A list of a text and a number: what ComfyUI takes for a link wherever it stands
/// (comfy_execution/graph_utils.py `is_link`). The id of its source, or nullptr.
const json::Value* link_source(const json::Value& value);

}  // namespace divan::engine
