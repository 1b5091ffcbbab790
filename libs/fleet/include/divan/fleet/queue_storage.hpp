#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/fleet/ids.hpp>

namespace divan {

namespace asio = boost::asio;

/// One waiting job, as a storage sees it. The texts are opaque to it.
struct QueueEntry {
    JobId id;
    int priority = 0;        ///< high first
    double weight = 0;       ///< among equal priorities, low first
    Timestamp not_before{};  ///< invisible until then
    int attempts = 0;        ///< counted tries so far
    std::string options;
    std::vector<std::string> workflows;  ///< equal texts of several entries are kept once

    QueueEntry() = default;
    explicit QueueEntry(JobId job) : id{std::move(job)} {}
    bool operator==(const QueueEntry&) const = default;
};

/// An entry that one taker has, until it is committed, retried or discarded.
struct QueueReservation {
    std::string id;  ///< never used again
    QueueEntry entry;

    QueueReservation() = default;
};

/// What an earlier process left.
struct LeftEntry {
    QueueEntry entry;  ///< without `workflows`
    /// It was reserved, with this note, when that process ended. It is still reserved.
    std::optional<QueueReservation> reservation;
    std::string note;

    LeftEntry() = default;
};

struct QueueStats {
    std::size_t waiting = 0;    ///< delayed ones too
    std::size_t in_flight = 0;  ///< reserved
    std::size_t delayed = 0;    ///< waiting, but not due yet
    std::size_t failed = 0;     ///< discarded

    QueueStats() = default;
    bool operator==(const QueueStats&) const = default;
};

/// Keeps the waiting jobs of a pool. A call that returned is done: durably, where the storage is durable.
/// Order of `peek` and `reserve`: priority, weight, the time from which on it was due, then first come, first
/// served. Threads: as the executor of its pool. Cancelling the wait for a call does not undo it. Errors of
/// all: `io_failed`; `cancelled` after `close`.
class QueueStorage {
public:
    virtual ~QueueStorage() = default;

    /// Everything that is there at the start: waiting entries in order, and those that were reserved.
    virtual asio::awaitable<Result<std::vector<LeftEntry>>> recover() = 0;
    /// Errors: `invalid_argument` for an id that is there, reserved and discarded ones too.
    virtual asio::awaitable<Result<void>> enqueue(QueueEntry entry) = 0;
    /// Those that are due, at most so many.
    virtual asio::awaitable<Result<std::vector<QueueEntry>>> peek(std::size_t most) = 0;
    /// A waiting entry, due or not.
    virtual asio::awaitable<Result<std::optional<QueueEntry>>> find(JobId job) = 0;
    /// The first that is due.
    virtual asio::awaitable<Result<std::optional<QueueReservation>>> reserve() = 0;
    /// That one, due or not; nothing when it does not wait. `note` comes back with `recover` when we do not.
    virtual asio::awaitable<Result<std::optional<QueueReservation>>> reserve_by_id(JobId job,
                                                                                   std::string note) = 0;
    /// Done: the entry is forgotten. Errors of this and the next two: `invalid_argument` for a reservation
    /// that is not held.
    virtual asio::awaitable<Result<void>> commit(std::string reservation) = 0;
    /// Back to the queue, to its old place among those that are due at the same time. `counts`: one attempt
    /// is used up.
    virtual asio::awaitable<Result<void>> retry(std::string reservation, std::chrono::milliseconds delay,
                                                bool counts) = 0;
    /// Failed for good: kept for a while, to be counted and removed.
    virtual asio::awaitable<Result<void>> discard(std::string reservation, std::string reason) = 0;
    /// A waiting or discarded entry; false when there is none.
    virtual asio::awaitable<Result<bool>> remove(JobId job) = 0;
    /// Another place, or other options, for a waiting entry; false when there is none.
    virtual asio::awaitable<Result<bool>> change(JobId job, int priority, double weight,
                                                 std::string options) = 0;
    virtual asio::awaitable<Result<QueueStats>> stats() = 0;
    /// What a durable storage holds stays there; reservations become free with the next `recover`.
    virtual asio::awaitable<Result<void>> close() = 0;
};

}  // namespace divan
