#pragma once

#include <chrono>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

/// Who owns the jobs under way. A gateway owns its jobs as long as its one row is renewed; all of its jobs,
/// however many, cost one write for each heartbeat. Time is the store's.
namespace divan::store {

inline constexpr std::chrono::milliseconds kLease = std::chrono::seconds{15};

/// Makes or renews the gateway's row. Every five seconds; a gateway whose last successful heartbeat began
/// more than ten seconds ago (by its own steady clock) stops all steps until one succeeds and `owned` shows
/// its epochs unchanged.
asio::awaitable<Result<void>> heartbeat(Store& store, GatewayId gateway,
                                        std::chrono::milliseconds lease = kLease);

/// Gives the row up at an orderly end: others may take its jobs at once.
asio::awaitable<Result<void>> leave(Store& store, GatewayId gateway);

/// The jobs under way that the gateway owns.
asio::awaitable<Result<std::vector<HeldJob>>> owned(Store& store, GatewayId gateway);

/// Takes the jobs of gateways that are dead: their lease has run out, or, in a store that is not shared, they
/// are not this one. Each gets a new epoch, so the former owner's steps are refused. They are in whatever
/// phase they were: reconcile before anything is sent. At most so many.
asio::awaitable<Result<std::vector<HeldJob>>> take_over(Store& store, GatewayId gateway, int most = 1'000);

/// A job that ran out of time.
struct Expired {
    Job job;  ///< as it is now: failed with `queue_ttl`, `run_timeout` or `total_timeout`
    std::optional<Attempt> attempt;  ///< what was under way: to be stopped there (see `late_guests`)
};
/// Fails every job whose time is over, at most so many; any gateway may, for all.
asio::awaitable<Result<std::vector<Expired>>> expire(Store& store, int most = 1'000);

}  // namespace divan::store
