#pragma once

#include <divan/base/files.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/engine/engine.hpp>

#include "loop_test.hpp"

/// The parity suites: a test for each row of the parity table, named after it.
namespace divan::parity {

using namespace std::chrono_literals;
using test::LoopTest;

/// The embedded engine in this process. A suite may start it with settings of its own, before `SetUp` or
/// later.
class EngineTest : public LoopTest {
protected:
    void SetUp() override {
        if (!engine) start_engine(engine::EngineConfig{});
    }
    void TearDown() override {
        connection.reset();
        settle(20ms);
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
    ConnectionConfig config_for_engine() const { return config_at(engine->url()); }

    /// The engine misbehaves as the plan (docs/engine.md) says.
    void faults(const std::string& toml) {
        net::HttpRequest post{"POST", "/divan/faults", toml};
        const auto reply = wait(fetch_api(*connection, std::move(post), soon()));
        if (!reply || reply->status != 200)
            throw std::runtime_error(reply ? reply->body : describe(reply.error()));
    }

    /// A picture of one colour, saved by node "9". Another colour is another prompt to the engine's cache.
    static Workflow picture(int colour = 255) {
        return Workflow::
            parse(R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": )" +
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

    std::unique_ptr<engine::Engine> engine;
};

}  // namespace divan::parity
