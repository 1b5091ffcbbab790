#pragma once

#include <optional>

#include "wire_tap.hpp"
#include "workflow_pool_stage.hpp"

namespace divan {

using namespace std::chrono_literals;

/// Engines, and a pool that may hear one of them through a tap.
class ParityPoolDefects : public test::WorkflowPoolStage {
protected:
    /// A pool of one server behind a tap, under the name "a".
    WorkflowPool& tapped(WorkflowPoolOptions options = quick_options()) {
        if (engines.empty()) engine();
        tap.emplace(io, engines[0]->port());
        pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
        PoolServer through = pool_server(tap->url()).value();
        through.id = ServerId{"a"};
        through.connection.reconnect.base = 5ms;
        through.connection.reconnect.cap = 20ms;
        EXPECT_TRUE(pool->add_server(through));
        EXPECT_TRUE(all_stable());
        return *pool;
    }
    void TearDown() override {
        pool.reset();
        settle_for(10ms);
        tap.reset();
        WorkflowPoolStage::TearDown();
    }
    std::optional<test::WireTap> tap;
};

}  // namespace divan
