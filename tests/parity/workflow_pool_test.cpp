#include "pool_stage.hpp"

// parity table, section 14: WorkflowPool
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

class ParityWorkflowPool : public test::PoolStage {
protected:
    /// A pool of so many engines, all of them up.
    WorkflowPool& pool_of(std::size_t servers, WorkflowPoolOptions options = quick_options()) {
        for (std::size_t i = 0; i < servers; ++i) engine();
        pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
        for (std::size_t i = 0; i < servers; ++i) EXPECT_TRUE(pool->add_server(server(i)));
        EXPECT_TRUE(until([&] {
            return std::ranges::all_of(pool->servers(), [](const ServerInfo& info) { return info.stable; });
        }));
        return *pool;
    }
    JobId enqueue(Workflow workflow, JobOptions options = soon()) {
        auto id = run(pool->enqueue(std::move(workflow), std::move(options)));
        EXPECT_TRUE(id) << (id ? "" : describe(id.error()));
        return id.value_or(JobId{});
    }
    JobRecord end_of(const JobId& job) {
        auto record = run(pool->wait(job));
        EXPECT_TRUE(record) << (record ? "" : describe(record.error()));
        return record ? *record : JobRecord{};
    }
    void TearDown() override {
        pool.reset();
        PoolStage::TearDown();
    }
    std::unique_ptr<WorkflowPool> pool;
};

TEST_F(ParityWorkflowPool, Result) {
    pool_of(1);
    const JobRecord record = end_of(enqueue(picture(1)));
    ASSERT_EQ(record.status, JobStatus::completed);
    ASSERT_TRUE(record.result);
    EXPECT_EQ(record.result->files().size(), 1U);
    EXPECT_EQ(record.server, ServerId{"a"});
    EXPECT_EQ(record.prompt_id, record.result->prompt_id);
    EXPECT_EQ(pool->stats().completed, 1U);
}

}  // namespace
}  // namespace divan
