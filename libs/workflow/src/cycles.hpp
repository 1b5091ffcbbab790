#pragma once

#include <cstddef>
#include <vector>

namespace divan {

/// `edges[i]`: the nodes that node i points to.
using Edges = std::vector<std::vector<std::size_t>>;

/// Cycles, each as the nodes in walking order: at least one for every knot of entangled cycles, and no more
/// than needed to stay linear in time. No recursion.
std::vector<std::vector<std::size_t>> find_cycles(const Edges& edges);

}  // namespace divan
