#pragma once

#include "nodes/families.hpp"

namespace divan::engine {

NodeClasses trap_nodes();       ///< the recorded ones
NodeClasses structure_nodes();  ///< ours: lazy inputs, expansion, lists, blockers

}  // namespace divan::engine
