#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/base/log.hpp>
#include <divan/client/connection_config.hpp>
#include <divan/client/subscription.hpp>
#include <divan/net/http_client.hpp>
#include <divan/protocol/binary_message.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan {

namespace asio = boost::asio;

enum class ConnectionState {
    idle,          ///< no socket was wanted yet
    connecting,    ///< the first attempt
    connected,     ///< upgraded, and greeted with a `status` message
    reconnecting,  ///< a socket was lost
    polling,       ///< several attempts failed: runs are followed by GET /queue and /history
    closed,
};

std::string_view name(ConnectionState state);

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
    /// fails is the result; further attempts go on behind the scenes. Runs open it themselves. Errors:
    /// connect_failed, unauthorized, unexpected_status, timeout, malformed_reply, cancelled (closed).
    asio::awaitable<Result<void>> open(Deadline deadline);
    /// Drops the socket and opens another one under a fresh client id.
    void reconnect();
    /// Ends everything at once: socket, HTTP calls, runs. No listener is called afterwards.
    void close();

    ConnectionState state() const;
    protocol::ClientId client_id() const;      ///< of the present socket
    Deadline last_activity() const;            ///< of the last message of the server
    std::uint64_t malformed_messages() const;  ///< messages that could not be read, since the beginning

    /// Every text message, other people's prompts too.
    [[nodiscard]] Subscription on_message(std::function<void(const protocol::ServerMessage&)> listener);
    /// Every binary message; its spans borrow for the call.
    [[nodiscard]] Subscription on_binary(std::function<void(const protocol::BinaryMessage&)> listener);
    [[nodiscard]] Subscription on_state(std::function<void(ConnectionState)> listener);
    /// Messages that could not be read.
    [[nodiscard]] Subscription on_malformed(std::function<void(const Error&)> listener);

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
