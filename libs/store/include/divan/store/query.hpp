#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

/// Reading. Where `owner` is given, only that owner's jobs exist: others are `not_found`, as unknown ones.
namespace divan::store {

/// Errors: `not_found`.
asio::awaitable<Result<Job>> find_job(Store& store, JobId job, std::optional<std::string> owner);
/// Its graph, as it was submitted. Errors: `not_found`.
asio::awaitable<Result<std::string>> graph_of(Store& store, JobId job, std::optional<std::string> owner);
/// All attempts, the first one first; empty for an unknown job.
asio::awaitable<Result<std::vector<Attempt>>> attempts_of(Store& store, JobId job);
/// How many jobs of its owner and lane come before it; nothing when it does not wait, or has more than 1,000
/// before it.
asio::awaitable<Result<std::optional<int>>> jobs_before(Store& store, JobId job);

struct JobFilter {
    std::optional<std::string> owner;
    std::vector<Phase> phases;  ///< none: all of them
    std::optional<std::string> batch;
    std::optional<std::int64_t> before;  ///< jobs whose `place` is lower: the cursor
    int most = 50;                       ///< 1 … 1,000

    JobFilter() = default;
};
struct JobPage {
    std::vector<Job> jobs;             ///< the newest first
    std::optional<std::int64_t> next;  ///< give it as `before` for the next page; nothing at the end
};
/// The same cost for the first page and the last, and for ten jobs and a hundred thousand.
asio::awaitable<Result<JobPage>> list_jobs(Store& store, JobFilter filter);

struct Event {
    std::int64_t seq = 0;  ///< 1, 2, 3 … without gaps, for each job
    Timestamp at{};
    std::string kind;  ///< queued, assigned, submitted, …; retry, taken_over; what `add_event` was given
    std::string data;  ///< a JSON object

    Event() = default;
    bool operator==(const Event&) const = default;
};
/// What came after `seq` (0: everything), at most so many. Empty for an unknown job.
asio::awaitable<Result<std::vector<Event>>> events_after(Store& store, JobId job, std::int64_t seq,
                                                         int most = 1'000);

struct Output {
    int number = 0;  ///< from 0
    std::string node, name, kind, details;
    AssetId asset;  ///< its record may have been removed since
    std::string hash, content_type;
    std::int64_t size = 0;

    Output() = default;
    bool operator==(const Output&) const = default;
};
asio::awaitable<Result<std::vector<Output>>> outputs_of(Store& store, JobId job);

/// Jobs in each phase. Costs the same whatever their number.
using Counts = std::array<std::int64_t, kPhases>;
/// Of all, or of one owner.
asio::awaitable<Result<Counts>> count_jobs(Store& store, std::optional<std::string> owner = {});
/// Of one batch.
asio::awaitable<Result<Counts>> count_batch(Store& store, std::string batch,
                                            std::optional<std::string> owner);

}  // namespace divan::store
