#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/workflow/catalogue.hpp>

namespace divan {

/// Reads one entry of /object_info. Nothing when it is beyond use; `skipped` gets what was left out, and why.
std::optional<NodeInfo> read_node_info(std::string_view class_type, const json::Value& entry,
                                       std::vector<SkippedEntry>& skipped);

}  // namespace divan
