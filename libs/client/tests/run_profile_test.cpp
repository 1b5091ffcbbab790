#include <gtest/gtest.h>

#include <divan/client/run_profile.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;
using protocol::PromptId;

Workflow graph() {
    return Workflow::parse(R"({
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {}, "_meta": {"title": "Checkpoint"}},
        "3": {"class_type": "KSampler", "inputs": {"model": ["4", 0]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}}})")
        .value();
}

class Profiling : public testing::Test {
protected:
    void at(std::chrono::milliseconds time, const protocol::ServerMessage& message) {
        profiler.on(message, Deadline{} + time);
    }
    static protocol::Executing executing(const char* node) {
        return protocol::Executing{PromptId{"p"}, node ? std::optional{NodeId{node}} : std::nullopt,
                                   NodeId{node ? node : ""}};
    }
    RunProfile end(std::chrono::milliseconds time, const protocol::HistoryEntry* entry = nullptr) {
        return profiler.finish(entry, Deadline{} + time);
    }
    RunProfiler profiler{graph(), Deadline{}, Timestamp{1'000ms}};
};

TEST_F(Profiling, TheNextNodeEndsTheOneBefore) {
    at(10ms, protocol::ExecutionStart{PromptId{"p"}, 1});
    at(20ms, executing("4"));
    at(50ms, executing("3"));
    at(150ms, executing("9"));
    at(160ms, executing(nullptr));
    const RunProfile profile = end(170ms);
    EXPECT_EQ(profile.queue, 10ms);
    EXPECT_EQ(profile.execution, 160ms);
    EXPECT_EQ(profile.find(NodeId{"4"})->duration, 30ms);
    EXPECT_EQ(profile.find(NodeId{"3"})->duration, 100ms);
    EXPECT_EQ(profile.find(NodeId{"9"})->duration, 10ms);
    EXPECT_EQ(profile.count(NodeState::completed), 3U);
    EXPECT_EQ(profile.started_at, Timestamp{1'010ms});
}

TEST_F(Profiling, LoadersAreTheModelLoad) {
    at(20ms, executing("4"));
    at(50ms, executing("3"));
    at(60ms, executing(nullptr));
    EXPECT_EQ(end(60ms).model_load, 30ms);
}

TEST_F(Profiling, ParallelNodesEndEachByItself) {
    const auto state = [](const char* node, const char* what) {
        protocol::NodeProgress progress;
        progress.node = NodeId{node};
        progress.state = what;
        return progress;
    };
    at(10ms, protocol::ProgressState{PromptId{"p"}, {state("4", "running"), state("3", "running")}});
    at(40ms, protocol::ProgressState{PromptId{"p"}, {state("4", "finished"), state("3", "running")}});
    at(90ms, protocol::ProgressState{PromptId{"p"}, {state("4", "finished"), state("3", "finished")}});
    const RunProfile profile = end(100ms);
    EXPECT_EQ(profile.find(NodeId{"4"})->duration, 30ms);
    EXPECT_EQ(profile.find(NodeId{"3"})->duration, 80ms);
    EXPECT_EQ(profile.find(NodeId{"9"})->state, NodeState::pending);
}

TEST_F(Profiling, KeepsTheStepsOfANode) {
    at(10ms, executing("3"));
    at(20ms, protocol::Progress{PromptId{"p"}, NodeId{"3"}, 1, 2});
    at(30ms, protocol::Progress{PromptId{"p"}, NodeId{"3"}, 2, 2});
    const RunProfile profile = end(40ms);
    ASSERT_EQ(profile.find(NodeId{"3"})->steps.size(), 2U);
    EXPECT_EQ(profile.find(NodeId{"3"})->steps[1].at, 30ms);
    EXPECT_EQ(profile.with_steps().size(), 1U);
}

TEST_F(Profiling, AFailedNodeIsTakenFromItsOwnField) {
    protocol::ExecutionError error;
    error.node = NodeId{"3"};
    error.exception_type = "ValueError";
    error.exception_message = "no";
    at(10ms, executing("3"));
    at(30ms, error);
    const RunProfile profile = end(40ms);
    EXPECT_EQ(profile.find(NodeId{"3"})->state, NodeState::failed);
    EXPECT_EQ(profile.find(NodeId{"3"})->error, "ValueError: no");
    EXPECT_EQ(profile.find(NodeId{"3"})->duration, 20ms);
}

TEST_F(Profiling, TheSlowestComeFirst) {
    at(0ms, executing("4"));
    at(10ms, executing("3"));
    at(90ms, executing("9"));
    at(100ms, executing(nullptr));
    const auto slowest = end(100ms).slowest(2);
    ASSERT_EQ(slowest.size(), 2U);
    EXPECT_EQ(slowest[0].node, NodeId{"3"});
}

TEST_F(Profiling, IsWrittenWithItsSummary) {
    at(5ms, protocol::ExecutionCached{PromptId{"p"}, {NodeId{"4"}}, 1});
    at(10ms, executing("3"));
    at(30ms, executing(nullptr));
    const json::Value written = to_json(end(30ms));
    const json::Value& summary = *json::find(written, "summary");
    EXPECT_EQ(*json::find(summary, "cached_nodes"), json::Value(1));
    EXPECT_EQ(*json::find(summary, "executed_nodes"), json::Value(1));
    EXPECT_EQ(*json::find(summary, "slowest_nodes"), (json::Array{"3"}));
}

}  // namespace
}  // namespace divan
