#pragma once

#include <divan/base/error.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// Takes a model loader out of the chain: what its output 0 fed is fed by its input `model`, what output 1
/// fed by its input `clip`, as LoraLoader and its kin have them; where there is no such link, output n is
/// replaced by the nth linked input. Errors: `invalid_argument`, naming the loader and the first consumer
/// that would be left without a source.
Result<> remove_loader(Workflow& workflow, const NodeId& loader);

}  // namespace divan
