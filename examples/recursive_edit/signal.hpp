#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace demo {

namespace asio = boost::asio;

/// Wakes every coroutine that waits: "look again whether what you wait for has come".
class Signal {
public:
    explicit Signal(asio::any_io_executor executor)
        : timer_{executor, asio::steady_timer::time_point::max()} {}

    void tell() { timer_.cancel(); }
    asio::awaitable<void> wait() {
        const auto [woken] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
        (void)woken;  // always "cancelled": that is how it is told
    }

private:
    asio::steady_timer timer_;  // never fires
};

}  // namespace demo
