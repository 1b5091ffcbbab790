#pragma once

#include <map>
#include <string>

#include "execution/node.hpp"

namespace divan::engine {

/// Small classes with which the executor's tests tell their stories:
/// Number, Add, Show (output), Quiet (output without UI), Fail, Steps (progress), Wait, MakeList, JoinList
/// (takes lists), Choose (lazy), Twice and Nest (expansion), Block, Ticking (IS_CHANGED differs each time),
/// Frozen (IS_CHANGED fails). `counts` gets the number of calls by class, and outlives the registry.
void add_execution_nodes(NodeRegistry& registry, std::map<std::string, int>& counts);

}  // namespace divan::engine
