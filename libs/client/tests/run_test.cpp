#include <gtest/gtest.h>

#include "support/run_fixture.hpp"

namespace divan {
namespace {

TEST_F(RunTest, ReturnsTheOutputsOfTheHistory) {
    serve();
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_EQ(result->files().size(), 1U);
    EXPECT_EQ(result->files()[0].filename, "a.png");
    EXPECT_EQ(result->cached_nodes, std::vector{NodeId{"1"}});
    EXPECT_EQ(result->executed_nodes, std::vector{NodeId{"9"}});
    EXPECT_EQ(result->times.server, 500ms);
}

TEST_F(RunTest, TellsItsEventsInOrder) {
    std::vector<std::string> story;
    events.on_accepted = [&](const auto&) { story.push_back("accepted"); };
    events.on_started = [&] { story.push_back("started"); };
    events.on_cached = [&](const auto& nodes) { story.push_back("cached " + nodes.at(0).str()); };
    events.on_node = [&](const NodeId& node) { story.push_back("node " + node.str()); };
    events.on_percent = [&](int percent) { story.push_back(std::to_string(percent)); };
    events.on_output = [&](const auto& output) { story.push_back("output " + output.files.at(0).filename); };
    serve();
    ASSERT_TRUE(finish());
    EXPECT_EQ(story, (std::vector<std::string>{"accepted", "started", "cached 1", "50", "node 9", "75",
                                               "output a.png", "100"}));
}

TEST_F(RunTest, PreviewsOfOurPromptArriveAndThoseOfOthersDoNot) {
    FakeScript script;
    script.execute = false;
    std::vector<std::string> nodes;
    events.on_preview = [&](const Preview& preview) { nodes.push_back(preview.node.str()); };
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    protocol::PreviewWithMetadata preview;
    preview.prompt = protocol::PromptId{"somebody's"};
    preview.node = NodeId{"3"};
    server->send_binary(protocol::write(preview));
    preview.prompt = run.prompt_id();
    preview.node = NodeId{"9"};
    server->send_binary(protocol::write(preview));
    server->finish(run.prompt_id().str());
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(nodes, std::vector<std::string>{"9"});
}

TEST_F(RunTest, ReadsTheHistoryAgainWhenItIsLate) {
    FakeScript script;
    script.late_history = 2;
    serve(script);
    EXPECT_TRUE(finish());
}

TEST_F(RunTest, AFailedNodeIsAnExecutionError) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    server->fail(run.prompt_id().str());
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::execution_failed);
    EXPECT_EQ(result.error().server_text, "No space left on device");
    EXPECT_EQ(result.error().fact("prompt_id"), run.prompt_id().str());
}

TEST_F(RunTest, NaNInOutputsIsNoObstacle) {
    FakeScript script;
    script.ui = R"({"values": [NaN, Infinity], "images": [{"filename": "n.png"}]})";
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->files().at(0).filename, "n.png");
}

TEST_F(RunTest, TheResultCanBeHadTwiceAndLate) {
    serve();
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return run.done(); }));
    EXPECT_TRUE(end_of(run));
    EXPECT_TRUE(end_of(run));
}

TEST_F(RunTest, TheLoopRunsDryAfterClose) {
    serve();
    ASSERT_TRUE(finish());
    connection->close();
    server.reset();
    io.restart();
    const auto start = std::chrono::steady_clock::now();
    io.run_for(20s);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 15s) << "something still runs";
}

}  // namespace
}  // namespace divan
