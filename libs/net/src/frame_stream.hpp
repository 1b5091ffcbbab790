#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include <divan/net/http_message.hpp>
#include <divan/net/websocket.hpp>

#include "transport.hpp"

namespace divan::net {

/// The WebSocket protocol over one transport; hides Beast. At most one operation of each kind at a time: one
/// read, one write, one ping, one close. Every error closes the transport.
class FrameStream {
public:
    enum class End { client, server };
    FrameStream(End end, TransportPtr transport, std::size_t max_message_bytes);
    ~FrameStream();

    /// The client's handshake. Errors: unauthorized, unexpected_status, malformed_reply, and those of
    /// `explain`.
    asio::awaitable<Result<void>> connect(std::string authority, std::string target, HttpHeaders headers);
    /// Answers the upgrade request. Errors: malformed_reply (answered 400 or 426), and those of `explain`.
    asio::awaitable<Result<void>> accept(const HttpRequest& request);

    asio::awaitable<Result<WebSocketMessage>> read();
    asio::awaitable<Result<void>> write(const WebSocketMessage& message);
    asio::awaitable<Result<void>> ping();
    asio::awaitable<Result<void>> close();

private:
    struct Beast;
    TransportPtr transport_;
    std::unique_ptr<Beast> beast_;
};

}  // namespace divan::net
