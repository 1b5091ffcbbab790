#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <divan/client/run.hpp>
#include <divan/fleet/job_options.hpp>

namespace divan {

enum class JobStatus {
    queued,      ///< waits for a server, or for its next try
    no_servers,  ///< waits, and the pool has no server at all
    assigned,    ///< handed to a server that has not accepted it yet
    running,     ///< accepted: it waits or runs there
    completed,
    failed,
    cancelled,
};

std::string_view name(JobStatus status);
bool is_final(JobStatus status);

/// Where the time of a job went, from `enqueue` to its end. By a monotonic clock.
struct JobProfile {
    std::chrono::milliseconds total{0};
    std::chrono::milliseconds queue{0};      ///< in the pool's queue and the server's, retries included
    std::chrono::milliseconds execution{0};  ///< of the last try
    RunProfile run;                          ///< of the last try, node by node; a failed one too

    JobProfile() = default;
};

/// {"total_ms": …, "queue_ms": …, "execution_ms": …, "run": {…}}.
json::Value to_json(const JobProfile& profile);

/// What is known about a job: a snapshot.
struct JobRecord {
    JobId id;
    JobStatus status = JobStatus::queued;
    bool cancel_wanted = false;  ///< and not confirmed yet
    std::shared_ptr<const JobOptions> options;
    std::vector<std::string> workflow_hashes;  ///< of its variants, until one is chosen
    int attempts = 0;                          ///< tries that were begun
    Timestamp enqueued_at{};                   ///< of a job of an earlier process: when it became due
    std::optional<Timestamp> started_at, completed_at;  ///< of the last try: handed over; ended
    ServerId server;                                    ///< of the last try
    protocol::PromptId prompt_id;
    std::optional<Error> last_error;
    std::shared_ptr<const RunResult> result;    ///< when completed
    std::shared_ptr<const JobProfile> profile;  ///< when ended, with profiling
    /// The workflow in the API format, once a try was begun; a waiting job's is in the storage.
    std::shared_ptr<const Workflow> workflow;

    JobRecord() = default;
};

}  // namespace divan
