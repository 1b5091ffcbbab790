#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <optional>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace divan::net::test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A watchdog's patience: never reached by a test that works, however slow the machine.
inline constexpr std::chrono::seconds kPatience{30};

/// ASSERT for coroutines, which cannot `return`.
#define CO_ASSERT(condition)                      \
    if (!(condition)) {                           \
        ADD_FAILURE() << "expected: " #condition; \
        co_return;                                \
    }
#define CO_ASSERT_OK(result)                                \
    if (!(result)) {                                        \
        ADD_FAILURE() << divan::describe((result).error()); \
        co_return;                                          \
    }

/// Runs the loop until `done` is true or the watchdog barks.
template <class Done>
void run_until(asio::io_context& io, Done done) {
    io.restart();
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!done() && std::chrono::steady_clock::now() < end) io.run_one_until(end);
    ASSERT_TRUE(done()) << "the watchdog ended the test";
}

/// Runs one story to its end; an exception that leaves it fails the test.
template <class Story>
void run(asio::io_context& io, Story story) {
    bool done = false;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(story), [&](std::exception_ptr error) {
        failure = error;
        done = true;
    });
    run_until(io, [&] { return done; });
    if (failure) {
        EXPECT_NO_THROW(std::rethrow_exception(failure));
    }
}

/// What `result` failed with; `Errc{}` for a success.
template <class T>
Errc code_of(const Result<T>& result) {
    return result ? Errc{} : result.error().code;
}

}  // namespace divan::net::test
