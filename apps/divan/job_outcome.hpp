#pragma once

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

/// What a gateway's view of a job means for a command.
namespace divan::app {

bool has_ended(std::string_view status);  ///< succeeded, failed, canceled, expired

/// A job that has ended: nothing when it succeeded, else its error, with the code whose exit code fits.
/// Facts: `job`, `reason` (the gateway's own code), `node`.
Result<void> outcome_of(const json::Value& job);

}  // namespace divan::app
