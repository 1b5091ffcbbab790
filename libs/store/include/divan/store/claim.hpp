#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

namespace divan::store {

struct ClaimRequest {
    using Lanes = std::map<std::string, std::vector<ServerId>>;

    GatewayId gateway;  ///< has a heartbeat (leases.hpp)
    ServerId server;    ///< no white space in its name
    int slots = 2;      ///< prompts the server may hold at once, waiting and running
    int most = 1;       ///< jobs in one call
    /// The lanes that this server can run, each with the other servers that could run its jobs now. A job
    /// that should not go to this server again waits for one of those, unless it should go to none of them
    /// either (of more than eight it is taken for granted that it may go to one). Nothing: all lanes, and
    /// jobs that avoid this server wait.
    std::optional<Lanes> lanes;

    ClaimRequest() = default;
    ClaimRequest(GatewayId owner, ServerId where) : gateway{std::move(owner)}, server{std::move(where)} {}
};

/// A job that is the gateway's now, with an attempt that nobody has heard of yet.
struct Claimed {
    HeldJob held;
    std::string graph;

    Fence fence() const { return held.fence(); }
};

/// The next jobs for a server, each with a fresh attempt; durable when this returns, so the server may be
/// told.
///
/// Order: higher priority first; among equal ones the owner whose turn it is, by weight; within an owner as
/// submitted (a retry keeps its place). A job waits until it is due. Slots are counted here, over all
/// gateways. A job with a strike runs alone: on a server that holds nothing, and nothing else is given to
/// that server until it is gone. Nothing is claimed while the queue is paused.
///
/// While as many jobs of an owner are under way as the first of its waiting ones allows
/// (`QueueBounds::in_flight`), its jobs wait; counted over all gateways.
///
/// A claim costs a few index look-ups for each pair of owner and lane that has jobs waiting, whatever their
/// number. Errors: `lease_lost` when the gateway has no heartbeat that is valid; `invalid_argument` for a
/// server whose name is not one word.
asio::awaitable<Result<std::vector<Claimed>>> claim(Store& store, ClaimRequest request);

/// A lane in which jobs wait that are due.
struct WaitingLane {
    std::string lane;
    std::string owner;
    int highest_priority = 0;
    std::int64_t place = 0;  ///< of the first of this owner in this lane
    JobId next;              ///< that one

    WaitingLane() = default;
};
/// One entry for each lane and owner.
asio::awaitable<Result<std::vector<WaitingLane>>> waiting_lanes(Store& store);

/// A heavier owner gets more turns: 2 twice as many as 1. Range 1 … 1000; 1 for owners that were never set.
/// Errors: `invalid_argument`.
asio::awaitable<Result<void>> set_weight(Store& store, std::string owner, int weight);

/// While paused, nothing is claimed; everything else goes on. Durable.
asio::awaitable<Result<void>> set_paused(Store& store, bool paused);
asio::awaitable<Result<bool>> is_paused(Store& store);

}  // namespace divan::store
