#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <boost/asio/executor_work_guard.hpp>

#include <divan/client/run.hpp>

#include "run_on.hpp"

namespace divan::test {

using namespace std::chrono_literals;

/// A connection, and the loop on this thread that it lives on. What serves it is up to the suite.
class LoopTest : public testing::Test {
protected:
    void connect(ConnectionConfig settings, const Logger* log = nullptr) {
        connection = std::make_unique<Connection>(io.get_executor(), std::move(settings), log);
    }
    static ConnectionConfig config_at(const std::string& url) {
        ConnectionConfig config = parse_server_address(url).value();
        config.reconnect.base = 20ms;
        config.reconnect.cap = 100ms;
        return config;
    }

    template <class T>
    T wait(asio::awaitable<T> operation) {
        return run_on(io, std::move(operation));
    }
    /// The value of a call that must succeed.
    template <class T>
    T value_of(asio::awaitable<Result<T>> operation) {
        auto result = wait(std::move(operation));
        if (!result) throw std::runtime_error(describe(result.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*result);
    }
    template <class T>
    Error error_of(asio::awaitable<Result<T>> operation) {
        auto result = wait(std::move(operation));
        if (result) throw std::runtime_error("the call was to fail");
        return std::move(result).error();
    }
    /// False after twenty seconds. The condition may itself wait for calls.
    bool until(const std::function<bool()>& condition) {
        const auto idle = asio::make_work_guard(io);
        const Deadline end = within(20s);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) return false;
            io.restart();
            io.run_one_for(20ms);
        }
        return true;
    }
    void settle(std::chrono::milliseconds span) { test::settle(io, span); }
    Deadline soon() const { return within(30s); }

    divan::Run begin(RunRequest request) {
        return start_run(*connection, std::move(request), events, within(60s));
    }
    Result<RunResult> end_of(const divan::Run& run) { return wait(run.result()); }
    Result<RunResult> finish(RunRequest request) { return end_of(begin(std::move(request))); }

    asio::io_context io{1};
    const Logger silent;
    std::unique_ptr<Connection> connection;
    RunEvents events;
};

}  // namespace divan::test
