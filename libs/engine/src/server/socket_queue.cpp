#include "server/socket_queue.hpp"

#include <algorithm>

namespace divan::engine {

bool SocketQueue::push(net::WebSocketMessage message, bool is_preview) {
    bytes_ += message.content.size();
    waiting_.push_back({std::move(message), is_preview});
    while (too_much())
        if (!drop_oldest_preview()) return false;
    return true;
}

bool SocketQueue::drop_oldest_preview() {
    const auto oldest = std::ranges::find_if(waiting_, &Waiting::is_preview);
    if (oldest == waiting_.end()) return false;
    bytes_ -= oldest->message.content.size();
    waiting_.erase(oldest);
    ++dropped_;
    return true;
}

std::optional<net::WebSocketMessage> SocketQueue::pop() {
    if (waiting_.empty()) return std::nullopt;
    auto message = std::move(waiting_.front().message);
    waiting_.pop_front();
    bytes_ -= message.content.size();
    return message;
}

}  // namespace divan::engine
