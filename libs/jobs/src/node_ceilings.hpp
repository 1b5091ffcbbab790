#pragma once

#include <divan/jobs/node_policy.hpp>

namespace divan::durable {

/// Errors: `invalid_argument` with the facts `reason` "over_ceiling", `most`, and `node` and `input` where
/// one input is to blame.
Result<void> check_ceilings(const Workflow& workflow, const NodeCeilings& ceilings);

}  // namespace divan::durable
