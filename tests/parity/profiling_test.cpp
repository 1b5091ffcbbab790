// Section 17 of the parity table: where the time of a run went.
#include "run_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using protocol::PromptId;

class ParityProfiling : public parity::ParityRun {
protected:
    RunProfile measured(Workflow workflow) {
        RunRequest request{std::move(workflow)};
        request.profile = true;
        const divan::Run run = begin(std::move(request));
        const auto result = end_of(run);
        EXPECT_EQ(run.profile().has_value(), true) << "of a run that failed, too";
        if (result) {
            EXPECT_EQ(result->profile, run.profile());
        }
        return run.profile().value_or(RunProfile{});
    }
    divan::Run begin_measured_by_hand() {
        RunRequest request{picture()};
        request.profile = true;
        return begin_by_hand(std::move(request));
    }
};

protocol::NodeProgress told(const std::string& node, const std::string& state) {
    protocol::NodeProgress progress;
    progress.node = NodeId{node};
    progress.state = state;
    progress.value = progress.max = json::Value(1);
    return progress;
}

TEST_F(ParityProfiling, JobFigures) {
    const divan::Run before = begin(RunRequest{sleeper(0.5, 1, false, 40)});
    const RunProfile profile = measured(sleeper(0.3, 3, false, 41));
    EXPECT_FALSE(profile.prompt_id.empty());
    EXPECT_GE(profile.queue, 100ms) << "it waited for another prompt";
    EXPECT_GE(profile.execution, 290ms);
    EXPECT_EQ(profile.total, profile.queue + profile.execution);
    ASSERT_TRUE(profile.started_at);
    EXPECT_EQ(*profile.started_at, profile.queued_at + profile.queue);
    EXPECT_LT(profile.total, 20s);
    ASSERT_TRUE(end_of(before));
}

TEST_F(ParityProfiling, NodeFigures) {
    const RunProfile profile = measured(
        Workflow::parse(
            R"({"1": {"class_type": "TrapSleep", "inputs": {"seconds": 0.2, "steps": 4, "preview": false, "seed": 42},
  "_meta": {"title": "Sleep well"}}, "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
            .value());
    const NodeProfile* node = profile.find(NodeId{"1"});
    ASSERT_TRUE(node);
    EXPECT_EQ(node->class_type, "TrapSleep");
    EXPECT_EQ(node->title, "Sleep well");
    EXPECT_EQ(node->state, NodeState::completed);
    EXPECT_GE(node->duration, 190ms);
    EXPECT_EQ(node->duration, *node->ended - *node->started);
    ASSERT_EQ(node->steps.size(), 4U);
    EXPECT_EQ(node->steps.back().value, 4);
    EXPECT_EQ(node->steps.back().max, 4);
    EXPECT_TRUE(std::ranges::is_sorted(node->steps, {}, &NodeStep::at));
}

TEST_F(ParityProfiling, Summary) {
    ASSERT_TRUE(finish(RunRequest{sleeper(0.05, 2, false, 43)}));
    const RunProfile cached = measured(sleeper(0.05, 2, false, 43));
    EXPECT_EQ(cached.count(NodeState::cached), 2U);
    const RunProfile profile = measured(sleeper(0.05, 2, false, 44));
    EXPECT_EQ(profile.nodes.size(), 2U);
    EXPECT_EQ(profile.count(NodeState::completed), 2U);
    EXPECT_EQ(profile.slowest(5).at(0).node, NodeId{"1"});
    EXPECT_EQ(profile.with_steps().size(), 1U);
    const json::Value document = to_json(profile);
    const json::Value* summary = json::find(document, "summary");
    for (const std::string_view member :
         {"total_nodes", "executed_nodes", "cached_nodes", "failed_nodes", "slowest_nodes", "progress_nodes"})
        EXPECT_NE(json::find(*summary, member), nullptr) << member;
}

TEST_F(ParityProfiling, Sources) {
    serve_by_hand();
    const divan::Run run = begin_measured_by_hand();
    const PromptId own = run.prompt_id(), other{"a stranger's"};
    server->send(protocol::ExecutionStart{other, 1});
    server->send(protocol::Executing{other, NodeId{"9"}, NodeId{"9"}});
    server->send(protocol::ExecutionStart{own, 1});
    server->send(protocol::ProgressState{own, {told("1", "running"), told("9", "running")}});
    test::settle(io, 60ms);
    server->send(protocol::ProgressState{own, {told("1", "finished"), told("9", "running")}});
    test::settle(io, 60ms);
    server->running = own.str();
    server->pending.clear();
    server->finish(own.str());
    ASSERT_TRUE(end_of(run));
    const NodeProfile *first = run.profile()->find(NodeId{"1"}), *second = run.profile()->find(NodeId{"9"});
    EXPECT_EQ(first->started, second->started) << "parallel nodes begin together";
    EXPECT_GE(first->duration, 50ms);
    EXPECT_GE(second->duration, first->duration + 50ms) << "and end apart";
}

TEST_F(ParityProfiling, SourcesOfOtherPromptsDoNotCount) {
    serve_by_hand();
    const divan::Run run = begin_measured_by_hand();
    server->send(protocol::Executing{PromptId{"a stranger's"}, NodeId{"9"}, NodeId{"9"}});
    server->send(protocol::ExecutionCached{PromptId{"a stranger's"}, {NodeId{"1"}}, 1});
    test::settle(io, 50ms);
    server->send(protocol::ExecutionStart{run.prompt_id(), 1});
    server->running = run.prompt_id().str();
    server->pending.clear();
    server->fail(run.prompt_id().str());
    EXPECT_FALSE(end_of(run));
    EXPECT_EQ(run.profile()->find(NodeId{"9"})->state, NodeState::failed);
    EXPECT_GE(*run.profile()->find(NodeId{"9"})->started, 40ms) << "not when the stranger's began";
}

TEST_F(ParityProfiling, FailedNodes) {
    const RunProfile profile = measured(raising());
    const NodeProfile* node = profile.find(NodeId{"2"});
    ASSERT_TRUE(node);
    EXPECT_EQ(node->state, NodeState::failed);
    EXPECT_NE(node->error.find("ValueError"), std::string::npos);
    EXPECT_EQ(profile.count(NodeState::failed), 1U);
    EXPECT_EQ(profile.count(NodeState::pending), 1U) << "what came after it never ran";
    EXPECT_EQ(profile.count(NodeState::completed), 1U);
}

TEST_F(ParityProfiling, Cost) {
    const divan::Run run = begin(RunRequest{picture(45)});
    const auto result = end_of(run);
    ASSERT_TRUE(result);
    EXPECT_FALSE(run.profile()) << "off unless it is asked for";
    EXPECT_FALSE(result->profile);
    const auto token = std::make_shared<int>(0);
    for (int round = 0; round < 50; ++round) {
        RunRequest request{picture(46)};
        request.profile = true;
        events.on_progress = [token](const RunProgress&) {};
        ASSERT_TRUE(end_of(begin(std::move(request))));
    }
    events = RunEvents{};
    test::settle(io, 50ms);
    EXPECT_EQ(token.use_count(), 1) << "no listener of a run outlives it (10,000 runs: parity/long)";
}

}  // namespace
}  // namespace divan
