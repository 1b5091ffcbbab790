#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <divan/fleet/ids.hpp>

namespace divan {

/// When a job that failed is tried again.
struct RetryPolicy {
    int max_attempts = 3;  ///< counted ones, the first included; at least 1
    std::chrono::milliseconds delay{1'000};
    double factor = 1;  ///< 2: the delay doubles with each failure; 1: it stays
    std::chrono::milliseconds delay_cap{60'000};
    int max_uncounted = 10;  ///< tries that do not count (lost connections …), over the job's whole life

    RetryPolicy() = default;
    bool operator==(const RetryPolicy&) const = default;
    std::chrono::milliseconds delay_after(int failures) const;  ///< `failures` from 1
};

/// Servers that suit a workflow, or do not.
struct Affinity {
    std::vector<ServerId> servers;  ///< empty: any
    std::vector<ServerId> excluded;
    bool required = false;  ///< `servers` only; false: they come first, others when none of them is free

    Affinity() = default;
    bool operator==(const Affinity&) const = default;
};

/// What a job asks of its pool.
struct JobRules {
    int priority = 0;   ///< high first
    double weight = 0;  ///< among equal priorities, low first; among equal weights, first come, first served
    /// Servers by name. When any of them is given, the affinity of the workflow does not count for this job.
    Affinity servers;
    std::map<ServerId, double>
        server_priorities;  ///< instead of the servers' own, see `ServerView::priority`
    RetryPolicy retry;
    std::optional<std::chrono::milliseconds>
        wait_limit;        ///< for a server, each time; empty: as long as it takes
    bool failover = true;  ///< false: one try, whatever it comes to

    JobRules() = default;
    bool operator==(const JobRules&) const = default;
};

}  // namespace divan
