#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>

namespace divan::net {

namespace asio = boost::asio;

/// Runs work that blocks (files, hashes) on a few threads of the process, so that the event loop goes on.
/// False when the deadline or a cancellation came first: the work then goes on alone, so it owns everything
/// that it touches. It must not throw.
asio::awaitable<bool> run_blocking(std::function<void()> work, Deadline until = kNever);

/// The same for work with a result; nothing when it was not waited for.
template <class T>
asio::awaitable<std::optional<T>> blocking_result(std::function<T()> work, Deadline until = kNever) {
    const auto value = std::make_shared<std::optional<T>>();
    std::function<void()> job = [work = std::move(work), value] { value->emplace(work()); };
    const bool done = co_await run_blocking(std::move(job), until);
    if (!done) co_return std::nullopt;
    co_return std::move(*value);
}

}  // namespace divan::net
