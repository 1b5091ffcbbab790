#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/fleet/ids.hpp>

/// Durable jobs, their events, results and files. `Store` is an open database; what can be done with it are
/// the functions of the headers beside this one, each one transaction:
///
/// | header | what |
/// | --- | --- |
/// | submit.hpp | jobs in, all or nothing, once for each idempotency key |
/// | claim.hpp | jobs out to servers: order, turns, slots |
/// | moves.hpp | what becomes of a claimed job; cancel |
/// | leases.hpp | gateways, take-over, limits of time |
/// | query.hpp | one job, lists, attempts, events, statistics |
/// | deliveries.hpp | the webhook outbox |
/// | assets.hpp | records of files; asset_store.hpp keeps the bytes |
/// | keys.hpp, audit.hpp | API keys; who changed what in the service itself |
/// | retention.hpp, backup.hpp | for operators |
///
/// Errors of all: `store_unavailable` (nothing was done), `commit_unknown` (read before trying again),
/// `storage_full`, `store_damaged`; `cancelled` after `close`.
namespace divan::store {

namespace asio = boost::asio;

class Transaction;  // private

/// What was written, by this gateway or another. A hint: it may come early, twice, for nothing, or (from
/// another gateway) not at all; so poll behind it.
struct Change {
    std::vector<JobId> jobs;  ///< have new events
    bool work = false;        ///< something may have become claimable
    bool slots = false;       ///< an attempt was ended from outside: see `late_guests`
    bool deliveries = false;  ///< the outbox has something

    Change() = default;
    bool empty() const { return jobs.empty() && !work && !slots && !deliveries; }
    void add(const Change& other);
};

/// Ends the listening when it goes.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> entry) : entry_{std::move(entry)} {}

private:
    std::shared_ptr<void> entry_;
};

/// Threads: everything from the executor's. Waiting for a call cannot be cancelled, since the work cannot.
class Store {
public:
    virtual ~Store() = default;

    using Work = std::function<Result<void>(Transaction&)>;
    /// For this layer's own functions: does the work in one transaction, off the executor, and returns when
    /// it is committed. An error undoes it. The work may be done again after a deadlock, so it does not use
    /// itself up.
    virtual asio::awaitable<Result<void>> write(Work work) = 0;
    /// The same without changes, beside the writers, on one state of the database. Long readings hold no
    /// other up.
    enum class Reading { brief, lengthy };
    virtual asio::awaitable<Result<void>> read(Work work, Reading reading) = 0;

    /// `heard` is called from the executor until the subscription goes.
    [[nodiscard]] virtual Subscription subscribe(std::function<void(const Change&)> heard) = 0;
    /// Several gateways may use it at once. When not, every other gateway is dead by definition.
    virtual bool is_shared() const = 0;
    /// Finishes what was asked for; everything later is `cancelled`.
    virtual void close() = 0;
};

}  // namespace divan::store
