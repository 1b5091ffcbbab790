#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <divan/fleet/job_rules.hpp>
#include <divan/json/value.hpp>

namespace divan {

/// How one workflow is to be run by a pool.
struct JobOptions {
    JobId id;  ///< empty: a fresh UUID
    JobRules rules;
    std::chrono::milliseconds delay{0};        ///< not before
    std::vector<std::string> include_outputs;  ///< as `RunRequest::include_outputs`
    json::Object extra_data;                   ///< as `RunRequest::extra_data`
    json::Object metadata;                     ///< the caller's own; comes back with the job
    bool randomize_seeds = true;
    /// Instead of the pool's. `never`: no limit.
    std::optional<std::chrono::milliseconds> start_timeout, node_timeout;

    static constexpr std::chrono::milliseconds never = std::chrono::milliseconds::max();

    JobOptions() = default;
    bool operator==(const JobOptions&) const = default;
};

}  // namespace divan
