#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <divan/client/connection.hpp>

#include "route_recorder.hpp"
#include "run_on.hpp"

namespace divan::test {

/// A client and the server that records it.
class RecordedTest : public testing::Test {
protected:
    RecordedTest() {
        server = std::make_unique<RouteRecorder>(io);
        connect(parse_server_address(server->url()).value());
    }
    void connect(ConnectionConfig config) {
        connection = std::make_unique<Connection>(io.get_executor(), std::move(config));
    }
    void TearDown() override {
        connection.reset();
        server.reset();
        settle(io, std::chrono::milliseconds{20});
    }

    template <class T>
    Result<T> call(asio::awaitable<Result<T>> operation) {
        return run_on(io, std::move(operation));
    }
    /// The error of a call that must fail.
    template <class T>
    Error error_of(asio::awaitable<Result<T>> operation) {
        auto result = run_on(io, std::move(operation));
        EXPECT_FALSE(result) << "it was to fail";
        return result ? Error{} : result.error();
    }
    Deadline soon() const { return within(std::chrono::seconds{10}); }

    asio::io_context io{1};
    std::unique_ptr<RouteRecorder> server;
    std::unique_ptr<Connection> connection;
};

}  // namespace divan::test
