#pragma once

#include "fake_comfy.hpp"
#include "lifecycle_log.hpp"
#include "loop_test.hpp"

namespace divan::parity {

using namespace std::chrono_literals;
using test::FakeComfy;
using test::FakeScript;
using test::LifecycleLog;
using test::LoopTest;

/// A server by script where the engine cannot misbehave so, or does not say what it was asked.
class ScriptedTest : public LoopTest {
protected:
    void serve(FakeScript script = {}, std::uint16_t port = 0) {
        server = std::make_unique<FakeComfy>(io, std::move(script), port);
    }
    ConnectionConfig config() const { return config_at(server->url()); }
    using LoopTest::connect;
    void connect() { connect(config()); }
    void TearDown() override {
        connection.reset();
        server.reset();
        settle(20ms);
    }
    /// A port where nobody listens.
    std::uint16_t free_port() {
        FakeComfy placeholder{io, FakeScript{}};
        return placeholder.port();
    }
    void open() {
        const auto opened = wait(connection->open(soon()));
        ASSERT_TRUE(opened) << describe(opened.error());
    }

    static Workflow red_fox() {
        return Workflow::
            parse(R"({"1": {"class_type": "EmptyImage", "inputs": {}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
                .value();
    }
    using LoopTest::begin;
    using LoopTest::finish;
    divan::Run begin() { return begin(RunRequest{red_fox()}); }
    Result<RunResult> finish() { return end_of(begin()); }

    std::unique_ptr<FakeComfy> server;
};

}  // namespace divan::parity
