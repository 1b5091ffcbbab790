#pragma once

#include <gtest/gtest.h>

#include <divan/client/run.hpp>

#include "fake_comfy.hpp"
#include "run_on.hpp"

namespace divan {

using namespace std::chrono_literals;
using test::FakeComfy;
using test::FakeScript;

inline Workflow red_fox() {
    return Workflow::
        parse(R"({"1": {"class_type": "EmptyImage", "inputs": {}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
            .value();
}

inline ConnectionConfig config_for(const FakeComfy& server) {
    auto config = parse_server_address(server.url()).value();
    config.reconnect.base = 50ms;
    config.reconnect.cap = 200ms;
    return config;
}

/// A server by script, a connection to it, and the loop that both live on.
class RunTest : public testing::Test {
protected:
    void serve(FakeScript script = {}) {
        server = std::make_unique<FakeComfy>(io, std::move(script));
        connection = std::make_unique<Connection>(io.get_executor(), config_for(*server));
    }
    void TearDown() override {
        connection.reset();
        server.reset();
        test::settle(io, 20ms);
    }
    Result<RunResult> finish(Deadline deadline = within(30s)) {
        return test::run_on(io, run(*connection, RunRequest{red_fox()}, events, deadline));
    }
    divan::Run begin(RunRequest request = RunRequest{red_fox()}, Deadline deadline = within(30s)) {
        return start_run(*connection, std::move(request), events, deadline);
    }
    Result<RunResult> end_of(const divan::Run& run) { return test::run_on(io, run.result()); }
    bool until(std::function<bool()> condition) { return test::run_until(io, std::move(condition)); }

    asio::io_context io{1};
    std::unique_ptr<FakeComfy> server;
    std::unique_ptr<Connection> connection;
    RunEvents events;
};

}  // namespace divan
