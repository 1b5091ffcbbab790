#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "call_guard.hpp"
#include "stream_io.hpp"
#include "websocket_stream.hpp"

namespace divan::net {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// What another operation did to the connection (a cancel, the deadline of `close`) is a lost connection to
/// this one.
template <class T>
Result<T> own_view(Result<T> result, bool cancelled) {
    if (result || cancelled || result.error().code == Errc::connection_lost) return result;
    return fail(Errc::connection_lost, "the WebSocket was closed on this side");
}

}  // namespace

WebSocketCore::WebSocketCore(FrameStream::End end, TransportPtr transport, std::size_t max_message_bytes)
    : transport_{transport},
      frames_{end, std::move(transport), max_message_bytes},
      ping_timer_{transport_->executor()},
      silence_timer_{transport_->executor()} {}

asio::awaitable<Result<WebSocketMessage>> WebSocketCore::receive() {
    const auto self = shared_from_this();
    bool cancelled = co_await is_cancelled();
    if (cancelled) transport_->cut(Errc::cancelled);
    if (cancelled) co_return fail(Errc::cancelled, "the call was cancelled");
    if (!transport_->open()) co_return fail(Errc::connection_lost, "the WebSocket is closed");
    receiving_ = true;
    receiving_since_ = std::chrono::steady_clock::now();
    silence_timer_.cancel();  // it waits for another moment now
    auto message = co_await frames_.read();
    receiving_ = false;
    if (!message && silent_) message.error().message = "the other side did not answer pings";
    cancelled = co_await is_cancelled();
    co_return own_view(std::move(message), cancelled);
}

asio::awaitable<Result<void>> WebSocketCore::send(WebSocketMessage message) {
    const auto self = shared_from_this();
    bool cancelled = co_await is_cancelled();
    if (!cancelled) cancelled = !co_await take_turn();
    if (cancelled) co_return fail(Errc::cancelled, "the message was not sent: the call was cancelled");
    Result<void> sent = fail(Errc::connection_lost, "the WebSocket is closed");
    if (transport_->open() && !closing_) sent = co_await frames_.write(message);
    pass_turn();
    cancelled = co_await is_cancelled();
    co_return own_view(std::move(sent), cancelled);
}

/// False when the wait was cancelled; the connection is none the worse for it.
asio::awaitable<bool> WebSocketCore::take_turn() {
    if (!std::exchange(writing_, true)) co_return true;
    const auto waiter = std::make_shared<asio::steady_timer>(transport_->executor(), kNever);
    waiting_.push_back(waiter);
    co_await waiter->async_wait(kToken);
    const bool cancelled = co_await is_cancelled();
    const auto place = std::find(waiting_.begin(), waiting_.end(), waiter);
    const bool mine = place == waiting_.end();  // `pass_turn` took it off the list
    if (!cancelled) co_return true;
    if (mine)
        pass_turn();
    else
        waiting_.erase(place);
    co_return false;
}

void WebSocketCore::pass_turn() {
    if (waiting_.empty()) {
        writing_ = false;
        return;
    }
    const Waiter next = std::move(waiting_.front());
    waiting_.pop_front();
    next->cancel();
}

asio::awaitable<Result<void>> WebSocketCore::close(Deadline deadline) {
    const auto self = shared_from_this();
    if (std::exchange(closing_, true) || !transport_->open()) co_return Result<void>{};
    CallGuard guard{transport_->executor(), deadline};
    guard.watch(transport_);
    auto closed = co_await frames_.close();
    abort();
    co_return std::move(closed);
}

void WebSocketCore::abort() {
    transport_->cut(Errc::connection_lost);
    ping_timer_.cancel();
    silence_timer_.cancel();
}

void WebSocketCore::start_pings(std::chrono::milliseconds interval, std::chrono::milliseconds silence) {
    const auto executor = transport_->executor();
    auto ping = [self = shared_from_this(), interval] { return self->ping_now_and_then(interval); };
    auto watch = [self = shared_from_this(), silence] { return self->watch_silence(silence); };
    if (interval.count() > 0) asio::co_spawn(executor, std::move(ping), asio::detached);
    if (silence.count() > 0) asio::co_spawn(executor, std::move(watch), asio::detached);
}

asio::awaitable<void> WebSocketCore::ping_now_and_then(std::chrono::milliseconds interval) {
    const auto self = shared_from_this();
    while (transport_->open()) {
        ping_timer_.expires_after(interval);
        co_await ping_timer_.async_wait(kToken);
        if (!transport_->open() || closing_) co_return;
        auto pinged = co_await frames_.ping();
        if (!pinged) co_return;  // `receive` and `send` meet the same broken connection
    }
}

/// A pong is seen only while somebody receives, so silence counts from the beginning of the `receive`.
Deadline WebSocketCore::heard() const { return std::max(transport_->last_read, receiving_since_); }

asio::awaitable<void> WebSocketCore::watch_silence(std::chrono::milliseconds limit) {
    const auto self = shared_from_this();
    while (transport_->open()) {
        silence_timer_.expires_at(receiving_ ? heard() + limit : kNever);
        co_await silence_timer_.async_wait(kToken);
        const bool quiet = receiving_ && std::chrono::steady_clock::now() >= heard() + limit;
        if (!quiet || !transport_->open()) continue;
        silent_ = true;
        abort();
    }
}

}  // namespace divan::net
