#pragma once

#include <sys/types.h>

#include <csignal>
#include <string>

#include <divan/client/queue.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/readiness.hpp>

#include "child_process.hpp"
#include "lifecycle_log.hpp"
#include "loop_test.hpp"

namespace divan::testing_support {

using namespace std::chrono_literals;
using test::LifecycleLog;
using Names = std::vector<std::string>;

/// A client in this process, an engine in another one, which is killed, stopped and started again.
class ReconnectionTest : public test::LoopTest {
protected:
    void SetUp() override {
        start_engine();
        connect(settings());
    }
    void TearDown() override {
        connection.reset();
        settle(20ms);
        engine.reset();
    }
    /// On the port of the engine before, or on a free one.
    void start_engine() {
        const std::string port = url.empty() ? "0" : url.substr(url.rfind(':') + 1);
        engine = std::make_unique<ChildProcess>(std::vector<std::string>{
            DIVAN_BINARY, "engine", "--port", port, "--test-nodes", "--fault-control"});
        const std::string line = engine->read_line(30s);
        const auto at = line.find("http://");
        ASSERT_NE(at, std::string::npos) << engine->errors();
        ASSERT_TRUE(url.empty() || line.substr(at) == url);
        url = line.substr(at);
    }
    void kill_engine() {
        engine->signal(SIGKILL);
        ASSERT_TRUE(engine->wait(10s));
    }
    void restart_engine() {
        kill_engine();
        start_engine();
    }
    ConnectionConfig settings() const { return config_at(url); }
    /// It gives up at the first attempt that fails: what comes then is up to the caller.
    ConnectionConfig settings_for_manual_use() const {
        ConnectionConfig config = settings();
        config.reconnect.max_attempts = 1;
        return config;
    }
    void open() {
        const auto opened = wait(connection->open(soon()));
        ASSERT_TRUE(opened) << describe(opened.error());
    }
    bool comes_to(ConnectionState state) {
        return until([&, state] { return connection->state() == state; });
    }
    bool comes_back() { return comes_to(ConnectionState::connected); }
    /// The engine misbehaves as the plan (docs/engine.md) says, until it is restarted.
    void faults(const std::string& toml) {
        net::HttpRequest post{"POST", "/divan/faults", toml};
        ASSERT_EQ(value_of(fetch_api(*connection, std::move(post), soon())).status, 200);
    }

    /// Sleeps in node "1", step by step, and shows a picture in node "9".
    static RunRequest sleeper(double seconds, int steps, int seed = 1) {
        return RunRequest{
            Workflow::parse(R"({"1": {"class_type": "TrapSleep", "inputs": {"seconds": )" +
                            std::to_string(seconds) + R"(, "steps": )" + std::to_string(steps) +
                            R"(, "preview": false, "seed": )" + std::to_string(seed) +
                            R"(}}, "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
                .value()};
    }
    /// A run of half a minute that computes.
    divan::Run begin_long(int seed = 1) {
        divan::Run run = begin(sleeper(30, 150, seed));
        EXPECT_TRUE(until([&] { return run.progress().max > 0; }));
        return run;
    }
    /// A run goes well, and its steps come over the socket.
    void expect_a_live_run(int seed = 7) {
        int steps = 0;
        events = RunEvents{};
        events.on_message = [&](const protocol::ServerMessage& message) {
            steps += std::holds_alternative<protocol::Progress>(message) ? 1 : 0;
        };
        const auto result = finish(sleeper(0.1, 4, seed));
        events = RunEvents{};
        ASSERT_TRUE(result) << describe(result.error());
        EXPECT_EQ(result->files().size(), 1U);
        EXPECT_EQ(steps, 4);
    }
    void expect_end(const divan::Run& run, Errc code, std::chrono::milliseconds limit) {
        const Deadline begun = std::chrono::steady_clock::now();
        const auto result = end_of(run);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << describe(result.error());
        EXPECT_LT(std::chrono::steady_clock::now() - begun, limit);
    }

    std::string url;
    std::unique_ptr<ChildProcess> engine;
};

}  // namespace divan::testing_support
