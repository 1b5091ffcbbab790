#pragma once

#include <divan/base/strong_id.hpp>

namespace divan {

/// The id of a node in a workflow: any text; usually decimal, "12:5" inside a subgraph.
using NodeId = StrongId<struct NodeIdTag>;

}  // namespace divan
