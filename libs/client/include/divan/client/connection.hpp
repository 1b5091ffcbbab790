#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/base/log.hpp>
#include <divan/client/connection_config.hpp>
#include <divan/client/connection_events.hpp>
#include <divan/client/subscription.hpp>
#include <divan/net/http_client.hpp>

namespace divan {

namespace asio = boost::asio;

class ConnectionCore;

/// One ComfyUI server: an HTTP client, and one WebSocket that all runs of this connection share.
/// Threads: use it from its executor only, which must run one thread at a time. It outlives the calls made
/// over it; runs that are on their way when it ends finish with `cancelled`.
class Connection {
public:
    /// `log` is borrowed and outlives the connection; without one it is silent.
    Connection(asio::any_io_executor executor, ConnectionConfig config, const Logger* log = nullptr);
    /// For this layer's own parts: shares a connection and does not close it.
    explicit Connection(std::shared_ptr<ConnectionCore> core);
    ~Connection();  ///< as `close`
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Opens the socket, if it is not open, and returns once the server has greeted it. A first attempt that
    /// fails is the result; further attempts go on behind the scenes (`ConnectionConfig::auto_reconnect`).
    /// Runs open it themselves. Errors: connect_failed, unauthorized, unexpected_status, timeout,
    /// malformed_reply, cancelled (closed, or the attempts were stopped).
    asio::awaitable<Result<void>> open(Deadline deadline);
    /// Drops the socket, or the attempt that is on its way, and tries again at once. The client id stays
    /// while a prompt that was sent with it is on its way. Also begins anew after `failed`.
    void reconnect();
    /// No further attempt at a socket, until one is wanted again (`open`, `reconnect`, a run). A socket that
    /// is open stays.
    void abort_reconnect();
    /// Ends everything at once: socket, attempts, HTTP calls, runs. The state `closed` is the last that a
    /// listener hears.
    void close();

    ConnectionState state() const;
    bool connected() const { return state() == ConnectionState::connected; }
    bool polls() const;                    ///< for want of a socket, the status is polled
    protocol::ClientId client_id() const;  ///< as the server calls the present socket
    Deadline last_activity() const;        ///< of the last message or HTTP reply; the clock's zero: none yet
    std::uint64_t malformed_messages() const;  ///< messages that could not be read, since the beginning

    /// Every text message, other people's prompts too. While there is no socket, the polled status comes as
    /// the same `protocol::Status`, as long as somebody listens.
    [[nodiscard]] Subscription on_message(std::function<void(const protocol::ServerMessage&)> listener);
    /// Every binary message; its spans borrow for the call.
    [[nodiscard]] Subscription on_binary(std::function<void(const protocol::BinaryMessage&)> listener);
    [[nodiscard]] Subscription on_state(std::function<void(ConnectionState)> listener);
    [[nodiscard]] Subscription on_lifecycle(std::function<void(const LifecycleEvent&)> listener);
    /// Progress texts of nodes, taken apart.
    [[nodiscard]] Subscription on_node_text(std::function<void(const NodeTextUpdate&)> listener);
    /// Messages that could not be read.
    [[nodiscard]] Subscription on_malformed(std::function<void(const Error&)> listener);

    /// Messages of one kind: `on<protocol::Progress>([](const protocol::Progress& step) { … })`.
    template <TextEvent Event>
    [[nodiscard]] Subscription on(std::function<void(const Event&)> listener) {
        return on_message(detail::only<Event, protocol::ServerMessage>(std::move(listener)));
    }
    template <BinaryEvent Event>
    [[nodiscard]] Subscription on(std::function<void(const Event&)> listener) {
        return on_binary(detail::only<Event, protocol::BinaryMessage>(std::move(listener)));
    }
    /// As `on`, for the next message of that kind only.
    template <class Event>
    [[nodiscard]] Subscription once(std::function<void(const Event&)> listener) {
        return on<Event>([listener = std::move(listener), told = false](const Event& event) mutable {
            if (!std::exchange(told, true)) listener(event);
        });
    }

    const ConnectionConfig& config() const;
    std::string server() const;  ///< "host:port", for messages
    net::HttpClient& http();
    asio::any_io_executor executor() const;
    const std::shared_ptr<ConnectionCore>& core() const { return core_; }  ///< for this layer's own parts

private:
    std::shared_ptr<ConnectionCore> core_;
    bool closes_ = true;
};

}  // namespace divan
