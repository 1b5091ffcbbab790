#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <divan/client/connection.hpp>
#include <divan/protocol/terminal_logs.hpp>

/// What the server writes to its terminal. Source: ComfyUI 0.3.64, api_server/services/terminal_service.py.
/// Errors of all: connect_failed, connection_lost, in_doubt (PATCH), timeout, unauthorized,
/// unexpected_status, malformed_reply, not_supported.
namespace divan::terminal {

/// GET /internal/logs/raw.
asio::awaitable<Result<protocol::TerminalLogs>> logs(Connection& connection, Deadline deadline);

/// PATCH /internal/logs/subscribe for the present socket, once: `logs` messages then come to
/// `Connection::on_message`. The server forgets it with the socket; `LogStream` renews it.
asio::awaitable<Result<void>> subscribe(Connection& connection, bool enabled, Deadline deadline);

/// A subscription that lasts: it is renewed whenever the connection has a new socket.
/// Threads: as the connection, which it does not keep alive.
class LogStream {
public:
    using Listener = std::function<void(const protocol::Logs&)>;

    LogStream() = default;  ///< hears nothing, as one that was closed
    /// Opens the socket if need be, and subscribes. The listener gets every entry from then on, in order.
    static asio::awaitable<Result<LogStream>> open(Connection& connection, Listener listener,
                                                   Deadline deadline);

    /// Unsubscribes. No call of the listener begins after this, whatever the result. Destroying the stream
    /// silences the listener, too, but lets the server go on sending until the socket ends.
    asio::awaitable<Result<void>> close(Deadline deadline);

    int renewals() const;  ///< how often a new socket was subscribed
    const std::optional<Error>& failure()
        const;  ///< why the last renewal did not work; nothing while one does

private:
    struct State;
    explicit LogStream(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace divan::terminal
