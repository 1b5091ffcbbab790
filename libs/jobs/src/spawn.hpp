#pragma once

#include <exception>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

namespace divan::durable {

/// Begins a task that nobody waits for. What it throws is a broken invariant, and leaves the loop.
inline void spawn(const boost::asio::any_io_executor& executor, boost::asio::awaitable<void> task) {
    boost::asio::co_spawn(executor, std::move(task), [](std::exception_ptr raised) {
        if (raised) std::rethrow_exception(raised);
    });
}

}  // namespace divan::durable
