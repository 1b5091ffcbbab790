#include "server_exchange.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kDrainLimit = 256 * 1024;  // more costs less as a new connection
constexpr std::size_t kLingerLimit = std::size_t{64} << 20;
constexpr std::chrono::seconds kLingerTime{2};

}  // namespace

/// True when the rest of the body is too long to be read for nothing, or may never come.
bool ServerExchange::must_close() const {
    if (incoming_.complete()) return false;
    if (invited_) return true;  // the client may hold its body back, or send it: nobody can tell
    return incoming_.remaining().value_or(0) > kDrainLimit;
}

asio::awaitable<bool> ServerExchange::conclude() {
    if (stage_ == Stage::open) co_await send_whole(HttpReply{500});
    if (stage_ == Stage::writing) abort();  // begun and never finished
    if (stage_ != Stage::done) co_return false;
    if (keep_alive_) {
        const bool drained = co_await drain();
        if (drained) co_return true;
    }
    co_await linger();
    co_return false;
}

asio::awaitable<bool> ServerExchange::drain() {
    std::string waste(std::min<std::size_t>(kDrainLimit, 16 * 1024), '\0');
    for (std::size_t drained = 0; !incoming_.complete();) {
        if (drained > kDrainLimit) co_return false;
        auto count = co_await incoming_.read_some(waste);
        if (!count) co_return false;
        drained += *count;
    }
    co_return true;
}

/// Closing a socket with unread bytes resets the connection, which may destroy the answer on its way. So: say
/// that nothing follows, then read until the client hangs up.
asio::awaitable<void> ServerExchange::linger() {
    const Deadline until = within(kLingerTime);
    transport_->expires_at(until);
    co_await shut_down(*transport_);
    std::string waste(16 * 1024, '\0');
    for (std::size_t drained = 0; drained < kLingerLimit;) {
        transport_->expires_at(until);
        auto count = co_await drain_some(*transport_, waste);
        if (!count || *count == 0) break;
        drained += *count;
    }
    transport_->cut(Errc::connection_lost);
}

}  // namespace divan::net
