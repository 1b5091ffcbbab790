#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include <divan/net/websocket.hpp>

namespace divan::engine {

/// What waits to be written to one socket, within bounds, so that a client that does not read holds up nobody
/// else (in ComfyUI it holds up everybody). Past a bound the oldest previews go first; when no preview is
/// left to drop, the socket has to be cut.
class SocketQueue {
public:
    struct Limits {
        std::size_t messages = 8'192;
        std::size_t bytes = std::size_t{64} << 20;
        Limits() = default;
        Limits(std::size_t most_messages, std::size_t most_bytes)
            : messages{most_messages}, bytes{most_bytes} {}
    };

    SocketQueue() = default;
    explicit SocketQueue(Limits limits) : limits_{limits} {}

    /// False when the queue is full of messages that may not be dropped: cut the socket.
    bool push(net::WebSocketMessage message, bool is_preview);
    std::optional<net::WebSocketMessage> pop();
    std::size_t size() const { return waiting_.size(); }
    std::size_t dropped_previews() const { return dropped_; }

private:
    struct Waiting {
        net::WebSocketMessage message;
        bool is_preview = false;
    };
    bool too_much() const { return waiting_.size() > limits_.messages || bytes_ > limits_.bytes; }
    bool drop_oldest_preview();

    Limits limits_;
    std::deque<Waiting> waiting_;
    std::size_t bytes_ = 0, dropped_ = 0;
};

}  // namespace divan::engine
