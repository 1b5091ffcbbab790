#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/client/reconnect_policy.hpp>

namespace divan {

enum class ConnectionState {
    idle,          ///< no socket was wanted yet
    connecting,    ///< attempts at the first socket
    connected,     ///< upgraded, and greeted with a `status` message
    disconnected,  ///< a socket was lost just now; or attempts were stopped, and nobody wants a socket any
                   ///< more
    reconnecting,  ///< attempts at another socket
    failed,        ///< `ReconnectPolicy::max_attempts` attempts failed
    closed,        ///< by its owner, for good
};

std::string_view name(ConnectionState state);

/// What happened to the socket. Without one, runs are followed by GET /queue and /history.
struct LifecycleEvent {
    enum class Kind {
        connected,              ///< the first socket is there
        disconnected,           ///< a socket was lost; `reason`
        reconnecting,           ///< attempts begin; once for each loss and each manual reconnection
        reconnected,            ///< another socket is there; `attempts` it took
        reconnection_failed,    ///< the last of `attempts` failed; once for each time of giving up
        websocket_unavailable,  ///< the first of several attempts failed; `reason`
    };
    Kind kind{};
    int attempts = 0;
    std::optional<Error> reason;

    LifecycleEvent() = default;
    explicit LifecycleEvent(Kind what, int tries = 0, std::optional<Error> why = {})
        : kind{what}, attempts{tries}, reason{std::move(why)} {}
    bool operator==(const LifecycleEvent&) const = default;
};

std::string_view name(LifecycleEvent::Kind kind);

/// A new state, and what to say about it.
struct ConnectionNews {
    ConnectionState state{};
    std::optional<LifecycleEvent> event;

    ConnectionNews() = default;
    explicit ConnectionNews(ConnectionState now, std::optional<LifecycleEvent> what = {})
        : state{now}, event{std::move(what)} {}
    bool operator==(const ConnectionNews&) const = default;
};

/// The life of a connection's socket: what its state is, and whether and when it is opened again. No sockets,
/// no clock, no chance: all of them come from outside.
class ConnectionLifecycle {
public:
    using News = std::vector<ConnectionNews>;

    /// `auto_reconnect`: attempts go on although there never was a socket. One that was lost is opened again
    /// in any case.
    ConnectionLifecycle(ReconnectPolicy policy, bool auto_reconnect);

    News wanted();  ///< somebody asks for a socket: begins attempts where none are on their way
    News greeted(Deadline now);
    News attempt_failed(Error reason);
    News lost(Error reason, Deadline now);
    News aborted();  ///< no further attempt, until one is wanted again
    News closed();

    ConnectionState state() const { return state_; }
    /// An attempt is due or on its way, or there is a socket.
    bool trying() const;
    /// Before the next attempt. A socket that did not last counts like a failed attempt, so that a server
    /// that greets and hangs up is not called without a pause.
    std::chrono::milliseconds pause(double chance) const;
    int failed_attempts() const { return attempts_; }  ///< since the last socket, or since they were begun

private:
    News enter(ConnectionState next, std::optional<LifecycleEvent> event = {});
    bool exhausted() const;

    ReconnectPolicy policy_;
    bool auto_reconnect_;
    ConnectionState state_ = ConnectionState::idle;
    bool ever_connected_ = false;
    int attempts_ = 0;
    int short_lived_ = 0;  ///< failed attempts and sockets that did not last, in a row
    Deadline connected_at_{};
};

}  // namespace divan
