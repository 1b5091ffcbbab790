#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace divan::test {

/// How long a test waits for what must happen.
#ifdef DIVAN_UNDER_SANITIZER
inline constexpr std::chrono::seconds kPatience{120};  // painting pictures takes many times as long
#else
inline constexpr std::chrono::seconds kPatience{20};
#endif

/// Runs the loop until the call has ended; throws when it does not.
template <class T>
T run_on(boost::asio::io_context& io, boost::asio::awaitable<T> task) {
    std::optional<T> result;
    std::exception_ptr raised;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr exception, T value) {
        raised = exception;
        result.emplace(std::move(value));
    });
    const auto deadline = std::chrono::steady_clock::now() + 2 * kPatience;
    io.restart();
    while (!result && std::chrono::steady_clock::now() < deadline)
        io.run_one_for(std::chrono::milliseconds{100});
    if (raised) std::rethrow_exception(raised);
    if (!result) throw std::runtime_error("the watchdog barked: a call did not end");
    return std::move(*result);
}

/// Lets everything that is ready, and whatever comes within the span, happen. Takes the whole span also when
/// the loop has nothing to wait for.
inline void settle(boost::asio::io_context& io, std::chrono::milliseconds span) {
    const auto stay = boost::asio::make_work_guard(io);
    io.restart();
    io.run_for(span);
}

/// Runs the loop until the condition holds; false when patience is at its end.
template <class Condition>
bool run_until(boost::asio::io_context& io, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    const auto stay = boost::asio::make_work_guard(io);
    io.restart();
    while (!condition() && std::chrono::steady_clock::now() < deadline)
        io.run_one_for(std::chrono::milliseconds{20});
    return condition();
}

}  // namespace divan::test
