#pragma once

#include <string_view>

namespace divan {

/// Whether a text names a model or configuration file: what decides on which servers a workflow can run.
bool is_resource_name(std::string_view text);

}  // namespace divan
