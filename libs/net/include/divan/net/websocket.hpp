#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/net/credentials.hpp>
#include <divan/net/url.hpp>

namespace divan::net {

namespace asio = boost::asio;

struct WebSocketMessage {
    bool binary = false;
    std::string content;

    WebSocketMessage() = default;
    WebSocketMessage(bool is_binary, std::string bytes) : binary{is_binary}, content{std::move(bytes)} {}
};

struct WebSocketConfig {
    Url origin;
    std::string target = "/ws";  ///< path and query, below `origin.path`
    Credentials credentials;
    std::filesystem::path ca_file;
    std::size_t max_message_bytes = std::size_t{64} << 20;
    std::chrono::milliseconds ping_interval{10'000};
    std::chrono::milliseconds pong_timeout{20'000};  ///< silence after which the connection counts as lost

    WebSocketConfig() = default;
    explicit WebSocketConfig(Url where) : origin{std::move(where)} {}
};

/// One open WebSocket, either end. No compression (ComfyUI needs none, and it costs 9 kB a connection).
/// Threads: use it from its executor only. One `receive` and any number of `send`s may be on their way at
/// once.
class WebSocket {
public:
    class Stream;  ///< hides Beast
    explicit WebSocket(std::unique_ptr<Stream> stream);
    WebSocket(WebSocket&&) noexcept;
    WebSocket& operator=(WebSocket&&) noexcept;
    ~WebSocket();

    /// Errors: connect_failed, unauthorized, unexpected_status, malformed_reply (no WebSocket server),
    /// connection_lost, timeout, cancelled. Without `credentials` those of the URL are sent.
    static asio::awaitable<Result<WebSocket>> connect(asio::any_io_executor executor, WebSocketConfig config,
                                                      Deadline deadline);

    /// The next whole message. Errors: connection_lost (closed by the peer: the fact "close_code"; pongs
    /// missing, frames damaged, message too long), cancelled (closes the connection).
    asio::awaitable<Result<WebSocketMessage>> receive();
    /// Messages go out in the order of the calls; waits as long as the peer does not read. Errors:
    /// connection_lost, cancelled (closes the connection when the message was on its way, not while it waited
    /// for others).
    asio::awaitable<Result<void>> send(WebSocketMessage message);
    /// The closing handshake, waited for until the deadline, then the connection is cut.
    asio::awaitable<void> close(Deadline deadline);
    /// Cuts the connection at once; a pending `receive` ends with `connection_lost`.
    void abort();

private:
    std::unique_ptr<Stream> stream_;
};

}  // namespace divan::net
