#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <divan/jobs/failure_class.hpp>
#include <divan/store/job.hpp>

namespace divan::durable {

/// What a failure does to the server that it happened on.
enum class Penalty {
    none,
    fault,         ///< one failure of its own making
    grave_fault,   ///< two of them
    ejected,       ///< set aside until it answers a probe well
    until_restart  ///< set aside until it is restarted
};

/// A job as its failure is judged.
struct FailedJob {
    store::Job job;
    ServerId server;      ///< where it failed
    std::string message;  ///< the error's, to tell whether it is the same elsewhere
    bool was_running = false;
    std::vector<store::Attempt> earlier;  ///< its attempts before this one
    std::vector<ServerId> able;           ///< servers that could run it, this one too
    std::vector<ServerId> roomiest;  ///< of those, the ones with most memory for models, where it is known
    bool retry_node_errors = false;  ///< an exception in a node is tried once more elsewhere

    FailedJob() = default;
};

/// What becomes of the job.
struct Verdict {
    bool again = false;           ///< back to the queue; false: failed for good
    bool counted = true;          ///< uses up one of its attempts
    bool strike = false;          ///< it took its server down
    std::vector<ServerId> avoid;  ///< where it does not go again; never all of `able`. Out of memory: all
                                  ///< that have less of it than the roomiest
    std::chrono::milliseconds delay{0};
    Penalty penalty = Penalty::none;

    Verdict() = default;
};

/// The rules for all classes (failure-model b5, b6, b7). `chance` is uniform in [0, 1): the jitter. Pure.
/// Attempts, redispatches and strikes are counted by the store; a job that has used them up fails there.
Verdict judge(FailureClass failure, const FailedJob& failed, double chance);

/// What happens to the server, whatever becomes of the job.
Penalty penalty_of(FailureClass failure);

/// So many tries that are not the first of their job may be under way; one more waits. At least three, and a
/// fifth of all. Pure.
bool over_retry_budget(std::size_t retries, std::size_t in_flight);

/// Full jitter: up to 1 s, 2 s, 4 s … 60 s after so many tries.
std::chrono::milliseconds backoff(int tries, double chance);

}  // namespace divan::durable
