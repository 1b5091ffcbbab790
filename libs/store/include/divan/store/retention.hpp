#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

namespace divan::store {

/// How long things are kept after the end of their job; nothing: without limit.
struct Retention {
    std::optional<std::chrono::milliseconds> jobs = std::chrono::hours{24 * 30};
    std::optional<std::chrono::milliseconds> results = std::chrono::hours{24 * 7};
    std::optional<std::int64_t> result_bytes;  ///< of all results together: the oldest go first

    Retention() = default;
};

struct Swept {
    int jobs = 0;
    int results = 0;  ///< records of files that jobs made
    int uploads = 0;  ///< records of files that had an end of their own
    int submissions = 0, graphs = 0;

    int total() const { return jobs + results + uploads + submissions + graphs; }
};

/// Removes what is over its time, at most so many of each kind; so again while `total()` is not 0. Jobs that
/// have not ended, inputs they need, and jobs with webhooks on their way stay. The bytes of files go with
/// `clean_blobs`. An idempotency key is free again 24 hours after the last of its jobs has ended.
asio::awaitable<Result<Swept>> sweep(Store& store, Retention retention, int most = 500);

/// A finished job with its events, attempts, outputs and the records of its files; its graph, when no other
/// job has it, goes with the next sweep. Errors: `not_found`, `conflict` (it has not ended).
asio::awaitable<Result<void>> remove_job(Store& store, JobId job, std::optional<std::string> owner);

}  // namespace divan::store
