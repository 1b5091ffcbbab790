#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

namespace divan::store {

/// The caller's name for one request, so that asking again does not do it again.
struct IdempotencyKey {
    std::string route;  ///< e.g. "POST /api/v2/jobs"; keys of different routes do not meet
    std::string key;
    std::string body_hash;  ///< of what was asked for

    IdempotencyKey() = default;
    IdempotencyKey(std::string path, std::string name, std::string hash)
        : route{std::move(path)}, key{std::move(name)}, body_hash{std::move(hash)} {}
};

/// How many jobs of an owner may be under way, and how many may wait (phases queued and assigned), with the
/// new ones. Gateways that submit at the same moment may together pass a bound by what is in flight between
/// them.
struct QueueBounds {
    std::int64_t total = 100'000;
    std::int64_t per_owner = 10'000;
    /// How many of the owner's jobs may be under way when one of these is begun, itself included. Further
    /// ones wait, and jobs of other owners go on. Nothing: no bound.
    std::optional<std::int64_t> in_flight;

    QueueBounds() = default;
};

struct Submission {
    std::string owner;  ///< who asks: the id of a key
    std::vector<NewJob> jobs;
    std::optional<IdempotencyKey> idempotency;
    QueueBounds bounds;
    std::optional<JobId> retry_of;

    Submission() = default;
    Submission(std::string who, std::vector<NewJob> what) : owner{std::move(who)}, jobs{std::move(what)} {}
};

struct Submitted {
    std::vector<JobId> jobs;  ///< as in the submission
    bool replayed = false;    ///< the first answer to this idempotency key; nothing was written

    Submitted() = default;
};

/// All jobs of the submission, or none. When this returns they are durable.
///
/// Errors: `invalid_argument` (no job, a limit that is not above zero, a text that is no UTF-8);
/// `queue_full`; `quota_exceeded` (the owner's bound); `not_found` for an input that is not the owner's (fact
/// `asset`); `conflict` with the fact `reason`: `idempotency_mismatch` (same key, other body; fact `job`) or
/// `idempotency_in_progress` (the first request with this key is still being written: ask again in a second).
asio::awaitable<Result<Submitted>> submit(Store& store, Submission submission);

/// The first answer to this idempotency key; nothing when there was none. For faces that would otherwise
/// prepare a request anew, differently, before `submit` tells them. Errors: `conflict`, as above.
asio::awaitable<Result<std::optional<Submitted>>> find_submission(Store& store, std::string owner,
                                                                  IdempotencyKey key);

/// A finished job once more, as a new one with `retry_of`: same graph, needs, limits and inputs. Errors:
/// `not_found` (also for another owner's, unless `owner` is nothing), `conflict` (it has not ended), and
/// those of `submit`.
asio::awaitable<Result<JobId>> run_again(Store& store, JobId job, std::optional<std::string> owner,
                                         QueueBounds bounds = {});

}  // namespace divan::store
