#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <divan/client/connection_config.hpp>
#include <divan/fleet/ids.hpp>
#include <divan/fleet/placement.hpp>
#include <divan/fleet/server_health.hpp>

namespace divan {

/// A server for a pool.
struct PoolServer {
    ConnectionConfig connection;
    ServerId id;               ///< empty: "host:port", and "host:port#2" when the pool has that already
    double priority = 0;       ///< high first, see `ServerView::priority`
    std::optional<int> depth;  ///< instead of the pool's

    PoolServer() = default;
    explicit PoolServer(ConnectionConfig config) : connection{std::move(config)} {}
};

/// As `parse_server_address`.
Result<PoolServer> pool_server(std::string_view address);

/// What every kind of pool can be told. Times of zero are off where that is said, and nowhere else.
struct PoolSettings {
    PlacementMode mode = PlacementMode::idle_first;
    bool by_duration = false;  ///< a workflow goes where it ran fastest so far
    ChooseServer choose;       ///< instead of the mode; only servers that are idle are offered
    /// Jobs that a server may have at once. Above 1 the next one waits on the server already, so that it does
    /// not pause between two jobs. Empty: 1 with `idle_first`, without limit with the other modes.
    std::optional<int> depth;
    std::optional<std::size_t> max_queue;  ///< jobs that may wait; more get `queue_full`

    HealthPolicy health;
    /// Of each server by itself: GET /prompt. Empty or zero: off, no request at all.
    std::optional<std::chrono::milliseconds> health_check_interval{30'000};
    std::chrono::milliseconds health_check_timeout{5'000};
    std::chrono::milliseconds connect_timeout{10'000};  ///< of the first attempt; further ones go on
    /// While jobs wait and a server works for others: how often it is asked, in case their end was not heard.
    std::chrono::milliseconds foreign_recheck{5'000};

    PoolSettings() = default;
};

/// A server of a pool as it is now.
struct ServerInfo {
    ServerId id;
    ConnectionConfig connection;  ///< with its credentials: not for logs
    double priority = 0;
    int depth = 1;
    bool online = false;  ///< reached, by socket or HTTP
    bool stable = false;  ///< takes jobs, as far as its health goes
    HealthState health = HealthState::joining;
    std::size_t in_flight = 0;  ///< jobs of ours
    std::size_t foreign = 0;    ///< other people's prompts in its queue
    bool in_doubt = false;      ///< a function ended there, and what it left in the queue is being asked for
    std::uint64_t completed = 0, failed = 0;  ///< tries of this pool's jobs there
    std::optional<Error> last_error;

    ServerInfo() = default;
    bool busy() const { return in_doubt || in_flight + foreign > 0; }
    bool idle() const { return stable && !busy(); }
};

}  // namespace divan
