#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/submit.hpp>
#include <divan/engine/engine.hpp>
#include <divan/fleet/multi_workflow_pool.hpp>
#include <divan/fleet/pool.hpp>
#include <divan/fleet/routing_hash.hpp>
#include <divan/fleet/workflow_pool.hpp>

#include "run_on.hpp"

namespace divan::test {

using namespace std::chrono_literals;

/// A picture of one colour, new to every cache.
inline Workflow picture(int colour) {
    return Workflow::parse(fmt::format(R"({{
        "1": {{"class_type": "EmptyImage", "inputs": {{"width": 16, "height": 16, "batch_size": 1, "color": {}}}}},
        "9": {{"class_type": "PreviewImage", "inputs": {{"images": ["1", 0]}}}}}})",
                                       colour))
        .value();
}

/// Takes its time, in `steps` steps, with previews. Needs an engine with test nodes.
inline Workflow sleepy(double seconds, int steps = 4, int seed = 1, bool preview = false) {
    return Workflow::parse(fmt::format(R"({{
        "1": {{"class_type": "TrapSleep", "inputs": {{"seconds": {}, "steps": {}, "preview": {}, "seed": {}}}}},
        "9": {{"class_type": "PreviewImage", "inputs": {{"images": ["1", 0]}}}}}})",
                                       seconds, steps, preview, seed))
        .value();
}

/// Raises an error of that kind: "value", "oom" or "interrupt".
inline Workflow raising(const std::string& kind, int colour = 1) {
    return Workflow::parse(fmt::format(R"({{
        "1": {{"class_type": "EmptyImage", "inputs": {{"width": 16, "height": 16, "batch_size": 1, "color": {}}}}},
        "2": {{"class_type": "TrapRaise", "inputs": {{"kind": "{}", "image": ["1", 0]}}}},
        "9": {{"class_type": "PreviewImage", "inputs": {{"images": ["2", 0]}}}}}})",
                                       colour, kind))
        .value();
}

/// Loads a checkpoint of that name and looks at it no further.
inline Workflow with_checkpoint(const std::string& file, int seed = 1) {
    return Workflow::parse(fmt::format(R"({{
        "4": {{"class_type": "CheckpointLoaderSimple", "inputs": {{"ckpt_name": "{}"}}}},
        "5": {{"class_type": "EmptyLatentImage", "inputs": {{"width": 64, "height": 64, "batch_size": 1}}}},
        "6": {{"class_type": "CLIPTextEncode", "inputs": {{"text": "a lake", "clip": ["4", 1]}}}},
        "3": {{"class_type": "KSampler", "inputs": {{"seed": {}, "steps": 1, "cfg": 7.0, "sampler_name": "euler",
              "scheduler": "normal", "denoise": 1.0, "model": ["4", 0], "positive": ["6", 0], "negative": ["6", 0],
              "latent_image": ["5", 0]}}}},
        "8": {{"class_type": "VAEDecode", "inputs": {{"samples": ["3", 0], "vae": ["4", 2]}}}},
        "9": {{"class_type": "PreviewImage", "inputs": {{"images": ["8", 0]}}}}}})",
                                       file, seed))
        .value();
}

struct EngineTraits {
    std::string models;  ///< TOML; empty: the built-in list
    std::string faults;  ///< TOML; empty: none, but they can be set later
    bool test_nodes = true;
    std::uint16_t port = 0;

    EngineTraits() = default;
};

/// Embedded engines, and the loop on which a test's pool lives.
class PoolStage : public testing::Test {
protected:
    /// Starts an engine and returns its number.
    std::size_t engine(EngineTraits traits = {}) {
        engine::EngineConfig config;
        config.test_nodes = traits.test_nodes;
        config.fault_control = true;
        config.port = traits.port;
        if (!traits.models.empty()) config.models_file = file("models", traits.models);
        if (!traits.faults.empty()) config.faults_file = file("faults", traits.faults);
        engines.push_back(std::make_unique<engine::Engine>(config, silent));
        const auto started = engines.back()->start();
        EXPECT_TRUE(started) << (started ? "" : describe(started.error()));
        return engines.size() - 1;
    }
    PoolServer server(std::size_t number, const std::string& name = {}) const {
        PoolServer server = pool_server(engines[number]->url()).value();
        server.id = ServerId{name.empty() ? std::string(1, static_cast<char>('a' + number)) : name};
        server.connection.reconnect.base = 20ms;
        server.connection.reconnect.cap = 100ms;
        return server;
    }
    /// A connection beside the pool, as a person at that server has one.
    Connection& visitor(std::size_t number) {
        visitors.push_back(std::make_unique<Connection>(io.get_executor(), server(number).connection));
        return *visitors.back();
    }
    /// Another fault plan from now on.
    void set_faults(std::size_t number, const std::string& toml) {
        net::HttpRequest request{"POST", "/divan/faults", toml, "application/toml"};
        const auto reply = run(fetch_api(visitor(number), std::move(request), within(5s)));
        ASSERT_TRUE(reply && reply->ok()) << (reply ? reply->body : describe(reply.error()));
    }
    std::size_t prompts_on(std::size_t number) const { return engines[number]->prompts_run(); }

    template <class T>
    T run(asio::awaitable<T> task) {
        return run_on(io, std::move(task));
    }
    bool until(std::function<bool()> condition) { return run_until(io, std::move(condition)); }
    void settle_for(std::chrono::milliseconds span) { settle(io, span); }

    static PoolSettings quick() {
        PoolSettings settings;
        settings.health.stable_after = 0ms;
        settings.health_check_interval.reset();
        return settings;
    }
    static WorkflowPoolOptions quick_options() {
        WorkflowPoolOptions options;
        options.servers = quick();
        return options;
    }
    static JobOptions soon(std::chrono::milliseconds delay = 20ms) {
        JobOptions options;
        options.rules.retry.delay = delay;
        return options;
    }

    void TearDown() override {
        visitors.clear();
        settle(io, 30ms);
        engines.clear();
    }

    Logger silent;
    TemporaryFolder folder{"divan-parity"};
    asio::io_context io{1};
    std::vector<std::unique_ptr<engine::Engine>> engines;
    std::vector<std::unique_ptr<Connection>> visitors;

private:
    std::filesystem::path file(const std::string& kind, const std::string& content) {
        const auto path = folder.path() / (kind + std::to_string(engines.size()) + ".toml");
        EXPECT_TRUE(write_file(path, content));
        return path;
    }
};

}  // namespace divan::test
