#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>

#include <divan/net/http_message.hpp>
#include <divan/net/websocket.hpp>

#include "frame_stream.hpp"

namespace divan::net {

/// The upgrade of a server's connection. Errors: malformed_reply, connection_lost, timeout, cancelled.
asio::awaitable<Result<WebSocket>> accept_websocket(TransportPtr transport, const HttpRequest& request,
                                                    std::size_t max_message_bytes,
                                                    std::chrono::milliseconds patience);

/// What one open WebSocket and its operations share: operations hold it, so it outlives the WebSocket while
/// they end.
class WebSocketCore : public std::enable_shared_from_this<WebSocketCore> {
public:
    WebSocketCore(FrameStream::End end, TransportPtr transport, std::size_t max_message_bytes);

    FrameStream& frames() { return frames_; }
    /// Pings every `interval`; `silence` without a byte while somebody receives ends the connection.
    void start_pings(std::chrono::milliseconds interval, std::chrono::milliseconds silence);

    asio::awaitable<Result<WebSocketMessage>> receive();
    asio::awaitable<Result<void>> send(WebSocketMessage message);
    asio::awaitable<Result<void>> close(Deadline deadline);
    void abort();

private:
    using Waiter = std::shared_ptr<asio::steady_timer>;
    asio::awaitable<bool> take_turn();
    void pass_turn();
    asio::awaitable<void> ping_now_and_then(std::chrono::milliseconds interval);
    asio::awaitable<void> watch_silence(std::chrono::milliseconds limit);
    Deadline heard() const;

    TransportPtr transport_;
    FrameStream frames_;
    asio::steady_timer ping_timer_;
    asio::steady_timer silence_timer_;
    std::deque<Waiter> waiting_;  ///< sends, in order; the one in front of them is writing
    bool writing_ = false;
    bool receiving_ = false;
    bool closing_ = false;
    bool silent_ = false;  ///< ended because the other side was
    Deadline receiving_since_{};
};

class WebSocket::Stream {
public:
    explicit Stream(std::shared_ptr<WebSocketCore> shared) : core{std::move(shared)} {}
    ~Stream() { core->abort(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    std::shared_ptr<WebSocketCore> core;
};

}  // namespace divan::net
