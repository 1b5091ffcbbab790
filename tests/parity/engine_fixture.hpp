#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/run.hpp>
#include <divan/engine/engine.hpp>

#include "run_on.hpp"

namespace divan::parity {

using namespace std::chrono_literals;

/// The embedded engine in this process, a connection to it, and the loop that the connection lives on.
class EngineTest : public testing::Test {
protected:
    EngineTest() { start_engine(engine::EngineConfig{}); }
    void TearDown() override {
        connection.reset();
        test::settle(io, 20ms);
        engine.reset();
    }
    void start_engine(engine::EngineConfig config) {
        connection.reset();
        engine.reset();
        config.fault_control = config.test_nodes = true;
        engine = std::make_unique<engine::Engine>(std::move(config), silent);
        const auto started = engine->start();
        if (!started) throw std::runtime_error(describe(started.error()));
        connect(config_for_engine());
    }
    ConnectionConfig config_for_engine() const {
        ConnectionConfig config = parse_server_address(engine->url()).value();
        config.reconnect.base = 20ms;
        config.reconnect.cap = 200ms;
        return config;
    }
    void connect(ConnectionConfig config, const Logger* log = nullptr) {
        connection = std::make_unique<Connection>(io.get_executor(), std::move(config), log);
    }

    template <class T>
    T wait(asio::awaitable<T> operation) {
        return test::run_on(io, std::move(operation));
    }
    bool until(std::function<bool()> condition) { return test::run_until(io, std::move(condition)); }
    Deadline soon() const { return within(30s); }

    /// The engine misbehaves as the plan (docs/engine.md) says.
    void faults(const std::string& toml) {
        net::HttpRequest post{"POST", "/divan/faults", toml};
        const auto reply = wait(fetch_api(*connection, std::move(post), soon()));
        if (!reply || reply->status != 200)
            throw std::runtime_error(reply ? reply->body : describe(reply.error()));
    }

    divan::Run begin(RunRequest request) {
        return start_run(*connection, std::move(request), events, within(60s));
    }
    Result<RunResult> end_of(const divan::Run& run) { return wait(run.result()); }
    Result<RunResult> finish(RunRequest request) { return end_of(begin(std::move(request))); }

    /// A picture of one colour, saved by node "9". Another colour is another prompt to the engine's cache.
    static Workflow picture(int colour = 255) {
        return Workflow::parse(
                   R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": )" +
                   std::to_string(colour) +
                   R"(}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "parity"}}})")
            .value();
    }
    /// Sleeps in node "1", step by step, and shows a picture in node "9".
    static Workflow sleeper(double seconds, int steps, bool preview = false, int seed = 1) {
        return Workflow::parse(R"({"1": {"class_type": "TrapSleep", "inputs": {"seconds": )" +
                               std::to_string(seconds) + R"(, "steps": )" + std::to_string(steps) +
                               R"(, "preview": )" + (preview ? "true" : "false") + R"(, "seed": )" +
                               std::to_string(seed) +
                               R"(}}, "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
            .value();
    }

    asio::io_context io{1};
    const Logger silent;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<Connection> connection;
    RunEvents events;
};

}  // namespace divan::parity
