#include "wire_tap.hpp"
#include "workflow_pool_stage.hpp"

// parity table, section 17: profiles of a pool's jobs
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

class ParityPoolProfiling : public test::WorkflowPoolStage {
protected:
    void SetUp() override {
        WorkflowPoolOptions options = quick_options();
        options.jobs.profiling = true;
        pool_of(1, std::move(options));
    }
    JobProfile profile_of(Workflow workflow, JobOptions options = soon()) {
        const JobRecord record = end_of(enqueue(std::move(workflow), std::move(options)));
        EXPECT_TRUE(record.profile);
        return record.profile ? *record.profile : JobProfile{};
    }
};

TEST_F(ParityPoolProfiling, JobFigures) {
    const JobId first = enqueue(sleepy(0.3)), behind = enqueue(sleepy(0.2, 4, 2));
    const JobRecord record = end_of(behind);
    ASSERT_TRUE(record.profile);
    EXPECT_EQ(record.profile->run.prompt_id, record.prompt_id);
    EXPECT_GE(record.profile->queue, 250ms) << "it waited for the first";
    EXPECT_GE(record.profile->execution, 190ms);
    EXPECT_GE(record.profile->total, record.profile->queue + record.profile->execution - 2ms);
    EXPECT_GE(record.profile->run.queued_at, record.enqueued_at);
    ASSERT_TRUE(record.profile->run.started_at);
    EXPECT_GE(*record.completed_at, *record.profile->run.started_at);
    end_of(first);
}

TEST_F(ParityPoolProfiling, NodeFigures) {
    const JobProfile profile = profile_of(sleepy(0.2, 4));
    const NodeProfile* node = profile.run.find(NodeId{"1"});
    ASSERT_TRUE(node);
    EXPECT_EQ(node->class_type, "TrapSleep");
    EXPECT_EQ(node->state, NodeState::completed);
    ASSERT_TRUE(node->started && node->ended);
    EXPECT_GE(node->duration, 150ms);
    EXPECT_GE(node->steps.size(), 4U);
    EXPECT_EQ(node->steps.back().value, 4);
    EXPECT_EQ(node->steps.back().max, 4);
}

TEST_F(ParityPoolProfiling, Summary) {
    profile_of(sleepy(0.1));
    const Workflow again = Workflow::parse(R"({
        "1": {"class_type": "TrapSleep", "inputs": {"seconds": 0.1, "steps": 4, "preview": false, "seed": 1}},
        "2": {"class_type": "TrapSleep", "inputs": {"seconds": 0.2, "steps": 2, "preview": false, "seed": 2, "image": ["1", 0]}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}})")
                               .value();
    const JobProfile profile = profile_of(again);
    EXPECT_EQ(profile.run.nodes.size(), 3U);
    EXPECT_EQ(profile.run.count(NodeState::cached), 1U);
    EXPECT_EQ(profile.run.count(NodeState::completed), 2U);
    EXPECT_EQ(profile.run.count(NodeState::failed), 0U);
    EXPECT_EQ(profile.run.slowest().front().node, NodeId{"2"});
    ASSERT_EQ(profile.run.with_steps().size(), 1U);
    const json::Value summary = *json::find(*json::find(to_json(profile), "run"), "summary");
    for (const char* member :
         {"total_nodes", "executed_nodes", "cached_nodes", "failed_nodes", "slowest_nodes", "progress_nodes"})
        EXPECT_TRUE(json::find(summary, member)) << member;
}

TEST_F(ParityPoolProfiling, Sources) {
    Connection& person = visitor(0);
    const JobId ours = enqueue(sleepy(0.2));
    ASSERT_TRUE(run(submit(person, protocol::SubmitRequest{sleepy(0.4, 40, 9).to_json()}, within(5s))));
    const JobRecord record = end_of(ours);
    EXPECT_EQ(record.profile->run.find(NodeId{"1"})->steps.back().max, 4)
        << "no step of somebody else's prompt";
}

TEST_F(ParityPoolProfiling, FailedNodes) {
    const JobProfile profile = profile_of(raising("value"), one_attempt());
    EXPECT_EQ(profile.run.count(NodeState::failed), 1U);
    const NodeProfile* node = profile.run.find(NodeId{"2"});
    ASSERT_TRUE(node);
    EXPECT_EQ(node->state, NodeState::failed);
    EXPECT_NE(node->error.find("ValueError"), std::string::npos) << node->error;
}

TEST_F(ParityWorkflowPool, ProfilingIsOffByDefault) {
    pool_of(1);
    EXPECT_FALSE(end_of(enqueue(picture(1))).profile);
}

}  // namespace
}  // namespace divan
