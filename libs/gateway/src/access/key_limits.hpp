#pragma once

#include <divan/json/value.hpp>

#include "access/caller.hpp"

namespace divan::gateway {

/// A key's own limits over the caller's. Errors: `invalid_argument` for a member that is no limit, and for a
/// value that is neither a number from 0 nor "none".
Result<void> apply_limits(const json::Object& limits, Caller& caller);

}  // namespace divan::gateway
