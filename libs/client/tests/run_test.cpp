#include <gtest/gtest.h>

#include <algorithm>

#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/run.hpp>
#include <divan/json/parse.hpp>
#include <divan/net/before.hpp>

#include "support/fake_comfy.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeComfy;
using test::FakeScript;

Workflow red_fox() {
    return Workflow::
        parse(R"({"1": {"class_type": "EmptyImage", "inputs": {}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
            .value();
}

ConnectionConfig config_for(const FakeComfy& server) {
    auto config = parse_server_address(server.url()).value();
    config.reconnect.base = 50ms;
    config.reconnect.cap = 200ms;
    return config;
}

/// A server by script, a connection to it, and the loop that both live on.
class RunTest : public testing::Test {
protected:
    void serve(FakeScript script = {}) {
        server = std::make_unique<FakeComfy>(io, std::move(script));
        connection = std::make_unique<Connection>(io.get_executor(), config_for(*server));
    }
    void TearDown() override {
        connection.reset();
        server.reset();
        test::settle(io, 20ms);
    }
    Result<RunResult> finish(Deadline deadline = within(30s)) {
        return test::run_on(io, run(*connection, RunRequest{red_fox()}, events, deadline));
    }
    divan::Run begin(RunRequest request = RunRequest{red_fox()}, Deadline deadline = within(30s)) {
        return start_run(*connection, std::move(request), events, deadline);
    }
    Result<RunResult> end_of(const divan::Run& run) { return test::run_on(io, run.result()); }
    bool until(std::function<bool()> condition) { return test::run_until(io, std::move(condition)); }

    asio::io_context io{1};
    std::unique_ptr<FakeComfy> server;
    std::unique_ptr<Connection> connection;
    RunEvents events;
};

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

TEST_F(RunTest, OpensAndGreetsTheSocketBeforeItSendsThePrompt) {
    serve();
    ASSERT_TRUE(finish());
    ASSERT_GE(server->requests.size(), 2U);
    EXPECT_EQ(server->requests[0], "GET /ws");
    EXPECT_EQ(server->requests[1], "POST /prompt");
}

TEST_F(RunTest, AnnouncesItsFeaturesFirst) {
    serve();
    ASSERT_TRUE(finish());
    ASSERT_FALSE(server->socket_texts.empty());
    EXPECT_EQ(server->socket_texts[0],
              R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})");
}

TEST_F(RunTest, SendsTheClientIdOfItsSocket) {
    serve();
    ASSERT_TRUE(finish());
    const auto body = json::parse(server->bodies.at(0)).value();
    EXPECT_EQ(json::text_or(body, "client_id"), server->client_ids.at(0));
    EXPECT_EQ(json::text_or(body, "prompt_id").size(), 36U);
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

TEST_F(RunTest, AsksTheServerInsteadOfSendingAgainWhenTheReplyIsLost) {
    FakeScript script;
    script.lose_submit_reply = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, RunsOnWhenTheServerAnswers500ThoughItQueuedThePrompt) {
    FakeScript script;
    script.fail_submit = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, RunsOnWhenTheAnswerToThePromptIsGarbage) {
    FakeScript script;
    script.answer_garbage = true;
    serve(script);
    EXPECT_TRUE(finish());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, SendsAgainOnceThePromptIsProvedAbsent) {
    FakeScript script;
    script.lose_submit = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->bodies.size(), 2U);
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, ARejectionNamesTheNode) {
    FakeScript script;
    script.rejection =
        R"({"error": {"type": "prompt_outputs_failed_validation", "message": "m", "details": "", "extra_info": {}}, "node_errors": {"9": {"errors": [{"type": "required_input_missing", "message": "Required input is missing", "details": "images", "extra_info": {"input_name": "images"}}], "dependent_outputs": ["9"], "class_type": "SaveImage"}}})";
    serve(script);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_rejected);
    EXPECT_EQ(result.error().fact("node"), "9");
    EXPECT_EQ(result.error().fact("node_class"), "SaveImage");
    EXPECT_EQ(result.error().fact("status"), "400");
}

TEST_F(RunTest, APartialAcceptanceIsRejectedAndTakenBack) {
    FakeScript script;
    script.execute = false;
    script.node_errors =
        R"({"20": {"errors": [], "dependent_outputs": ["20"], "class_type": "PreviewImage"}})";
    serve(script);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_rejected);
    EXPECT_TRUE(until([&] { return server->pending.empty(); }));
}

TEST_F(RunTest, APartialAcceptanceRunsOnWhenAllowed) {
    FakeScript script;
    script.node_errors =
        R"({"20": {"errors": [], "dependent_outputs": ["20"], "class_type": "PreviewImage"}})";
    serve(script);
    RunRequest request{red_fox()};
    request.allow_partial = true;
    const auto result = end_of(begin(std::move(request)));
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->node_errors.at(0).node, NodeId{"20"});
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

TEST_F(RunTest, WithoutASocketItPolls) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->client_ids.size(), 0U);
}

TEST_F(RunTest, WithoutASocketAndWithoutPollingItFails) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    auto config = config_for(*server);
    config.polling_fallback = false;
    connection = std::make_unique<Connection>(io.get_executor(), config);
    EXPECT_FALSE(finish());
    EXPECT_TRUE(server->submitted.empty());
}

TEST_F(RunTest, EndsWellWhenTheSocketDropsInTheMiddle) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    server->drop_sockets();
    server->finish(run.prompt_id().str());
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
}

TEST_F(RunTest, ReconnectsWithTheSameIdWhileItsPromptRunsAndHearsTheEnd) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2; }));
    EXPECT_EQ(server->client_ids[0], server->client_ids[1]);
    server->finish(run.prompt_id().str());
    EXPECT_TRUE(end_of(run));
}

TEST_F(RunTest, ADeafSocketIsReplacedUnderAFreshId) {
    FakeScript script;
    script.execute = false;
    script.deaf_after_first_socket = true;
    serve(script);
    RunRequest request{red_fox()};
    request.limits.deaf = 300ms;
    request.limits.poll_without_socket = 200ms;
    const divan::Run run = begin(std::move(request));
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2; }));
    ASSERT_TRUE(until([&] { return connection->state() == ConnectionState::connected; }));
    test::settle(io, 500ms);
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 3; }));
    EXPECT_NE(server->client_ids[2], server->client_ids[1]);
    server->finish(run.prompt_id().str());
    EXPECT_TRUE(end_of(run));
}

TEST_F(RunTest, ARestartedServerHasLostThePrompt) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    const std::uint16_t port = server->port();
    server.reset();
    test::settle(io, 100ms);
    server = std::make_unique<FakeComfy>(io, FakeScript{}, port);
    const Deadline back = std::chrono::steady_clock::now();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_lost);
    EXPECT_LT(std::chrono::steady_clock::now() - back, 10s);
    EXPECT_TRUE(server->submitted.empty());
}

TEST_F(RunTest, CancelTakesAWaitingPromptOutOfTheQueue) {
    FakeScript script;
    script.execute = false;
    serve(script);
    divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->pending.push_back("somebody's");
    run.cancel();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::cancelled);
    EXPECT_EQ(server->pending, std::deque<std::string>{"somebody's"});
    EXPECT_EQ(server->interrupts, 0);
}

TEST_F(RunTest, CancelInterruptsARunningPrompt) {
    FakeScript script;
    script.execute = false;
    serve(script);
    divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    run.cancel();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::cancelled);
    EXPECT_FALSE(server->running.has_value());
}

TEST_F(RunTest, NoCallbackIsCalledAfterCancel) {
    FakeScript script;
    script.execute = false;
    bool cancelled = false;
    int late = 0;
    events.on_message = [&](const auto&) { late += cancelled ? 1 : 0; };
    events.on_progress = [&](const auto&) { late += cancelled ? 1 : 0; };
    serve(script);
    divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    run.cancel();
    cancelled = true;
    server->start(run.prompt_id().str());
    EXPECT_FALSE(end_of(run));
    EXPECT_EQ(late, 0);
}

TEST_F(RunTest, EndsAtItsDeadlineAndTakesThePromptBack) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const auto result = finish(within(700ms));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_TRUE(until([&] { return server->pending.empty(); }));
}

TEST_F(RunTest, CancellingTheWaitCancelsTheRun) {
    FakeScript script;
    script.execute = false;
    serve(script);
    auto waiting = net::before(within(500ms), run(*connection, RunRequest{red_fox()}, events, within(30s)));
    const auto result = test::run_on(io, std::move(waiting));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_EQ(server->submitted.size(), 1U);
    EXPECT_TRUE(until([&] { return server->pending.empty(); }));
}

TEST_F(RunTest, ClosingTheConnectionEndsItsRuns) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    connection->close();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::cancelled);
}

TEST_F(RunTest, ManyRunsShareOneSocket) {
    serve();
    std::vector<divan::Run> runs;
    for (int count = 0; count < 8; ++count) runs.push_back(begin());
    for (const divan::Run& run : runs) EXPECT_TRUE(end_of(run));
    EXPECT_EQ(server->client_ids.size(), 1U);
    EXPECT_EQ(server->submitted.size(), 8U);
}

TEST_F(RunTest, ManyRunsShareOneReadingOfTheQueue) {
    FakeScript script;
    script.refuse_socket = true;
    script.execute = false;
    serve(script);
    for (int count = 0; count < 8; ++count) begin();
    ASSERT_TRUE(until([&] { return server->submitted.size() == 8; }));
    const auto readings = [&] { return std::ranges::count(server->requests, "GET /queue"); };
    ASSERT_TRUE(until([&] { return readings() >= 1; }));
    test::settle(io, 300ms);  // whoever was to read the queue at the same time has done so
    EXPECT_LE(readings(), 2) << "one is on its way, and one more serves all who came meanwhile";
}

TEST_F(RunTest, NobodyListensAtThePort) {
    serve();
    const std::string url = server->url();
    server.reset();
    test::settle(io, 20ms);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::connect_failed);
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
