#pragma once

#include "execution/node.hpp"
#include "nodes/model_costs.hpp"

namespace divan::engine {

/// Every node that computes for real, and the stand-ins. The one list of them all.
void add_builtin_nodes(NodeRegistry& registry, const ModelCosts& costs);

/// TrapSleep, TrapNaN, TrapRaise, TrapText, TrapValidate …: they make rare behaviour happen (docs/engine.md).
void add_test_nodes(NodeRegistry& registry);

}  // namespace divan::engine
