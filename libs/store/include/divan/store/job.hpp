#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/strong_id.hpp>
#include <divan/fleet/ids.hpp>
#include <divan/store/lifecycle.hpp>

namespace divan::store {

using GatewayId =
    StrongId<struct GatewayIdTag>;  ///< one life of one gateway process; drawn anew at each start
using PromptId = StrongId<struct AttemptPromptIdTag>;  ///< one attempt; ours, a UUID that is used once
using AssetId = StrongId<struct AssetIdTag>;

/// What keeps a job from going on for ever. Times above zero; counts of at least zero.
struct JobLimits {
    std::chrono::milliseconds queue_ttl = std::chrono::hours{24};  ///< waiting, from each time it is queued
    std::chrono::milliseconds run_timeout = std::chrono::minutes{30};  ///< executing, each attempt
    std::chrono::milliseconds total_timeout =
        std::chrono::hours{48};  ///< from the submission (or `not_before`)
    int attempts = 3;            ///< counted tries
    int redispatches = 10;       ///< tries that do not count
    int strikes = 2;             ///< attempts that took their server down, until the job is called poison

    JobLimits() = default;
    bool operator==(const JobLimits&) const = default;
};

/// Somebody who wants to hear of the end.
struct WebhookTarget {
    std::string url;
    std::string secret;  ///< the name of a secret; not the secret

    WebhookTarget() = default;
    WebhookTarget(std::string where, std::string secret_name)
        : url{std::move(where)}, secret{std::move(secret_name)} {}
    bool operator==(const WebhookTarget&) const = default;
};

/// What a caller hands in. All texts are UTF-8 without NUL.
struct NewJob {
    JobId id;           ///< a UUID that nobody had before; empty: one is drawn
    std::string graph;  ///< API format; equal texts are kept once
    std::string
        lane;  ///< what it needs of a server. Opaque: equal needs, equal text. Few in number (see `claim`)
    std::string details;  ///< opaque, kept as it is; for the layers above
    std::string batch;    ///< a name to list jobs by; empty for none
    int priority = 0;     ///< high first
    std::optional<Timestamp> not_before;
    JobLimits limits;
    std::vector<AssetId> inputs;  ///< the submitter's own; kept until the job has ended
    std::vector<WebhookTarget> webhooks;

    NewJob() = default;
    explicit NewJob(std::string workflow) : graph{std::move(workflow)} {}
};

/// Why a job, or an attempt, failed.
struct JobError {
    std::string
        code;  ///< a class of failure-model b7, or a limit: `queue_ttl`, `run_timeout`, `total_timeout`, …
    std::string message;
    std::string details;  ///< opaque, e.g. the node and the server's own words as JSON
    bool retryable = false;

    JobError() = default;
    JobError(std::string what, std::string words, std::string more = {}, bool may_retry = false)
        : code{std::move(what)}, message{std::move(words)}, details{std::move(more)}, retryable{may_retry} {}
    bool operator==(const JobError&) const = default;
};

/// A job at one epoch. Every step of its owner carries this; when another gateway or a caller has moved the
/// job on since, the step is refused with `lease_lost` and changes nothing.
struct Fence {
    JobId job;
    std::int64_t epoch = 0;

    Fence() = default;
    Fence(JobId which, std::int64_t at) : job{std::move(which)}, epoch{at} {}
    bool operator==(const Fence&) const = default;
};

struct Attempt {
    int number = 0;  ///< from 1
    PromptId prompt;
    ServerId server;
    GatewayId gateway;
    Timestamp claimed_at{};
    std::optional<Timestamp> submitted_at, started_at, finished_at;  ///< on the server
    std::optional<Timestamp> ended_at;                               ///< here
    std::string outcome;  ///< empty while it goes on; `succeeded`, `cancelled`, or the code of its error
    std::string message;
    bool counted = false;
    bool holds_slot = false;  ///< the server may still have it

    Attempt() = default;
    bool operator==(const Attempt&) const = default;
};

struct Job {
    JobId id;
    std::string owner, lane, details, batch;
    std::string graph_hash;
    int priority = 0;
    Phase phase = Phase::queued;
    std::int64_t epoch = 0;
    std::int64_t place = 0;  ///< the order of submission
    Timestamp created_at{}, run_after{};
    std::optional<Timestamp> started_at, finished_at;
    Timestamp expires_at{};  ///< when the limit that comes first ends it
    JobLimits limits;
    int attempts = 0, redispatches = 0, strikes = 0;  ///< used up so far
    int attempt = 0;                                  ///< the number of the latest; 0 before the first
    std::vector<ServerId> avoid;                      ///< servers it should not go to again
    GatewayId gateway;                                ///< empty when none owns it
    std::optional<JobError> error;                    ///< of a failed one
    std::int64_t last_event = 0;
    std::optional<JobId> retry_of;
    std::vector<WebhookTarget> webhooks;

    Fence fence() const { return {id, epoch}; }
};

/// A job with its attempt under way.
struct HeldJob {
    Job job;
    Attempt attempt;

    Fence fence() const { return job.fence(); }
};

}  // namespace divan::store
