#include <limits>

#include <gtest/gtest.h>

#include <divan/client/progress_model.hpp>

namespace divan {
namespace {

using protocol::PromptId;

const PromptId kId{"p"};

ProgressModel four_nodes() { return ProgressModel{{NodeId{"1"}, NodeId{"2"}, NodeId{"3"}, NodeId{"9"}}}; }
protocol::Executing executing(const char* node) { return {kId, NodeId{node}, NodeId{node}}; }
protocol::Progress step(const char* node, double value, double max) {
    return {kId, NodeId{node}, json::Value(value), json::Value(max)};
}

TEST(ProgressModel, CachedNodesAreDone) {
    ProgressModel model = four_nodes();
    model.on(protocol::ExecutionCached{kId, {NodeId{"1"}, NodeId{"2"}}, 1});
    EXPECT_EQ(model.now().nodes_done, 2U);
    EXPECT_EQ(model.now().percent, 50);
}

TEST(ProgressModel, StepsOfANodeCountAsAShareOfIt) {
    ProgressModel model = four_nodes();
    model.on(executing("3"));
    model.on(step("3", 10, 20));
    EXPECT_DOUBLE_EQ(model.now().fraction, 0.125);
    EXPECT_EQ(model.now().node, NodeId{"3"});
    EXPECT_EQ(model.now().value, 10);
}

TEST(ProgressModel, TheNextNodesStartEndsTheOneBeforeOnOldServers) {
    ProgressModel model = four_nodes();
    model.on(executing("1"));
    model.on(executing("2"));
    EXPECT_EQ(model.now().nodes_done, 1U);
}

TEST(ProgressModel, ASecondBarOfANodeDoesNotGoBack) {
    ProgressModel model = four_nodes();
    model.on(executing("3"));
    model.on(step("3", 20, 20));
    const double before = model.now().fraction;
    model.on(step("3", 1, 20));
    EXPECT_EQ(model.now().fraction, before);
}

TEST(ProgressModel, EveryPercentIsToldOnce) {
    ProgressModel model = four_nodes();
    EXPECT_EQ(model.new_percent(), 0);
    EXPECT_EQ(model.new_percent(), std::nullopt);
    model.on(protocol::ExecutionCached{kId, {NodeId{"1"}}, 1});
    EXPECT_EQ(model.new_percent(), 25);
}

TEST(ProgressModel, InnerNodesOfAnExpansionAreNotCounted) {
    ProgressModel model = four_nodes();
    model.on(executing("2.0.0.1"));
    model.on(protocol::Executed{kId, NodeId{"2.0.0.1"}, NodeId{"2"}, {}});
    EXPECT_EQ(model.now().nodes_done, 0U);
}

TEST(ProgressModel, AnOutputThatWasNotExecutedIsCached) {
    ProgressModel model = four_nodes();
    model.on(protocol::Executed{kId, NodeId{"9"}, NodeId{"9"}, {}});
    EXPECT_TRUE(model.cached().contains(NodeId{"9"}));
}

TEST(ProgressModel, ProgressStateIsCumulative) {
    ProgressModel model = four_nodes();
    protocol::ProgressState state{kId, {}};
    state.nodes.push_back({NodeId{"1"}, NodeId{"1"}, NodeId{"1"}, std::nullopt, 1.0, 1.0, "finished"});
    state.nodes.push_back({NodeId{"2"}, NodeId{"2"}, NodeId{"2"}, std::nullopt, 1, 2, "running"});
    model.on(state);
    EXPECT_DOUBLE_EQ(model.now().fraction, 0.375);
}

TEST(ProgressModel, OddNumbersDoNoHarm) {
    ProgressModel model = four_nodes();
    const double nan = std::numeric_limits<double>::quiet_NaN(),
                 infinity = std::numeric_limits<double>::infinity();
    for (const double value : {nan, infinity, -1.0, 0.0, 1e300})
        for (const double max : {nan, infinity, -1.0, 0.0, 5.0}) model.on(step("3", value, max));
    EXPECT_GE(model.now().percent, 0);
    EXPECT_LE(model.now().percent, 100);
}

TEST(ProgressModel, CompletesAtAHundred) {
    ProgressModel model = four_nodes();
    model.complete();
    EXPECT_EQ(model.now().percent, 100);
    EXPECT_EQ(model.now().nodes_done, 4U);
}

}  // namespace
}  // namespace divan
