#pragma once

#include <functional>
#include <utility>

#include <divan/base/error.hpp>
#include <divan/net/blocking_work.hpp>

namespace divan::gateway {

/// Work with files, beside the event loop. It owns what it touches. Errors: `cancelled` when nobody waited.
template <class T>
boost::asio::awaitable<Result<T>> off_the_loop(std::function<Result<T>()> work) {
    auto result = co_await net::blocking_result<Result<T>>(std::move(work));
    if (!result) co_return fail(Errc::cancelled, "the caller gave up");
    co_return std::move(*result);
}

}  // namespace divan::gateway
