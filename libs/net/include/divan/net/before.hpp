#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace divan::net {

namespace asio = boost::asio;

/// Runs `operation` until the deadline; past it the operation is cancelled and the result is `timeout`.
template <class T>
asio::awaitable<Result<T>> before(Deadline deadline, asio::awaitable<Result<T>> operation) {
    using namespace asio::experimental::awaitable_operators;  // asio::cancel_after is newer than Boost 1.81
    if (deadline == kNever) co_return co_await std::move(operation);
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, deadline};
    auto first = co_await (std::move(operation) || timer.async_wait(asio::use_awaitable));
    if (first.index() == 0) co_return std::get<0>(std::move(first));
    co_return fail(Errc::timeout, "the deadline passed first");
}

/// Waits; false when the wait was cancelled.
inline asio::awaitable<bool> sleep_until(Deadline time) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, time};
    const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return !error;
}

}  // namespace divan::net
