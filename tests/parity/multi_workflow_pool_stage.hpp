#pragma once

#include <divan/workflow/attachments.hpp>

#include "pool_stage.hpp"

namespace divan {

using namespace std::chrono_literals;

/// Engines and a MultiWorkflowPool over them.
class ParityMultiWorkflowPool : public test::PoolStage {
protected:
    static MultiWorkflowPoolOptions multi_options() {
        MultiWorkflowPoolOptions options;
        options.servers = quick();
        return options;
    }
    MultiWorkflowPool& empty_pool(MultiWorkflowPoolOptions options = multi_options()) {
        pool = std::make_unique<MultiWorkflowPool>(io.get_executor(), std::move(options));
        return *pool;
    }
    void add(std::size_t number, const std::vector<Workflow>& bound_to = {}, double priority = 0) {
        PoolServer one = server(number);
        one.priority = priority;
        ASSERT_TRUE(pool->add_server(one, bound_to));
        ASSERT_TRUE(until([&] { return pool->server(one.id)->stable; }));
    }
    JobId submit(Workflow workflow, SubmitOptions options = {}) {
        options.job.rules.retry.delay = 20ms;
        auto id = run(pool->submit(std::move(workflow), std::move(options)));
        EXPECT_TRUE(id) << (id ? "" : describe(id.error()));
        return id.value_or(JobId{});
    }
    JobRecord end_of(const JobId& job) {
        auto record = run(pool->wait_for_completion(job));
        EXPECT_TRUE(record) << (record ? "" : describe(record.error()));
        return record ? *record : JobRecord{};
    }
    bool runs(const JobId& job) {
        return until([&] { return pool->status(job) == JobStatus::running; });
    }
    void TearDown() override {
        pool.reset();
        PoolStage::TearDown();
    }
    std::unique_ptr<MultiWorkflowPool> pool;
};

}  // namespace divan
