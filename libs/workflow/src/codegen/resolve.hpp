#pragma once

#include <functional>

#include "header_model.hpp"

namespace divan::codegen {

/// Names and types for the nodes that `wanted` picks. The names come from the whole catalogue.
HeaderModel resolve(const NodeCatalogue& catalogue, const std::string& name_space,
                    const std::function<bool(const NodeInfo&)>& wanted);

}  // namespace divan::codegen
