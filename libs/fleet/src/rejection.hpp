#pragma once

#include <divan/fleet/failure.hpp>

namespace divan {

/// The part of `classify_failure` for `prompt_rejected`.
Failure classify_rejection(const Error& error, const Workflow& workflow);

}  // namespace divan
