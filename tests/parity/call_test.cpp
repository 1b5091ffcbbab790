// Section 8 of the parity table: one execution, from submission to its end.
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/run_errors.hpp>

#include "run_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::Names;
using parity::ParityRun;
using test::FakeScript;

TEST_F(ParityRun, Callbacks) {
    Names first, second, third;
    events = noting(first);
    const divan::Run run = begin(RunRequest{picture(20)});
    const Subscription two = run.watch(noting(second)), three = run.watch(noting(third));
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(first, second);
    EXPECT_EQ(first, third);
}

TEST_F(ParityRun, RunGivesOutputsOrATypedError) {
    const auto well = finish(RunRequest{picture(21)});
    ASSERT_TRUE(well);
    EXPECT_EQ(well->files().size(), 1U);
    const auto badly = finish(RunRequest{raising()});
    ASSERT_FALSE(badly);
    EXPECT_EQ(badly.error().code, Errc::execution_failed);
    EXPECT_EQ(badly.error().fact("exception"), "ValueError");
}

TEST_F(ParityRun, Sequence) {
    serve(FakeScript{});
    const divan::Run run = begin(RunRequest{picture()});
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(server->requests, (Names{"GET /ws", "POST /prompt", "GET /history/" + run.prompt_id().str()}))
        << "while events are healthy nothing else is asked";
}

TEST_F(ParityRun, Completion) {
    faults("[[fault]]\nmessage = \"executed\"\ndo = \"delay\"\nfor = \"300ms\"\n");
    const auto late = finish(RunRequest{picture(22)});
    ASSERT_TRUE(late) << describe(late.error());
    EXPECT_EQ(late->files().size(), 1U);
    faults("[[fault]]\nmessage = \"execution_success\"\ndo = \"lose\"\n");
    const auto silent_end = finish(RunRequest{picture(23)});
    ASSERT_TRUE(silent_end) << describe(silent_end.error());
    EXPECT_EQ(silent_end->files().size(), 1U);
}

TEST_F(ParityRun, OutputsMissingAtSuccess) {
    serve(FakeScript{});
    Workflow workflow = picture();
    ASSERT_TRUE(workflow.declare_output("pixels:1"));
    const divan::Run run = begin(RunRequest{workflow});
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::result_missing);
    EXPECT_EQ(result.error().fact("output"), "pixels");
    EXPECT_EQ(comfyui_node_code(result.error()), "E_EXECUTION_FAILED");
    EXPECT_EQ(server->count("GET /history/" + run.prompt_id().str()), 1) << "the history is asked once";
}

TEST_F(ParityRun, Raw) {
    Workflow workflow =
        Workflow::parse(
            R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 24}},
  "8": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "raw"}}})")
            .value();
    ASSERT_TRUE(workflow.declare_output("picture:9"));
    const auto result = finish(RunRequest{workflow});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->to_object().size(), 1U);
    ASSERT_TRUE(result->find(NodeId{"8"})) << "outputs that nobody named are there by node id";
    EXPECT_NE(json::find(result->find(NodeId{"8"})->ui, "images"), nullptr);
}

TEST_F(ParityRun, StatusTicks) {
    serve_by_hand();
    std::vector<divan::Run> runs;
    for (int run = 0; run < 8; ++run) runs.push_back(begin_by_hand());
    const long before = server->count("GET /queue");
    for (int tick = 0; tick < 10; ++tick) server->send(protocol::Status{8, ""});
    test::settle(io, 300ms);
    EXPECT_LE(server->count("GET /queue") - before, 1) << "a status message makes nobody ask";
    server->pending.clear();  // somebody deleted them all
    const Deadline begun = std::chrono::steady_clock::now();
    for (const divan::Run& run : runs) {
        const auto result = end_of(run);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::prompt_lost);
        EXPECT_EQ(comfyui_node_code(result.error()), "E_WENT_MISSING");
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 15s);
}

TEST_F(ParityRun, FullyCachedPrompt) {
    const auto first = finish(RunRequest{picture(25)});
    const auto again = finish(RunRequest{picture(25)});
    ASSERT_TRUE(first && again);
    EXPECT_EQ(again->cached_nodes.size(), 2U);
    EXPECT_TRUE(again->executed_nodes.empty());
    EXPECT_EQ(again->to_object(), first->to_object());
}

TEST_F(ParityRun, FullyCachedPromptWithoutItsOutputs) {
    FakeScript script;
    script.all_cached = true;
    serve(script);
    Workflow workflow = picture();
    ASSERT_TRUE(workflow.declare_output("picture:9"));
    const auto result = finish(RunRequest{workflow});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::failed_cache);
    EXPECT_EQ(comfyui_node_code(result.error()), "E_FAILED_CACHE");
}

TEST_F(ParityRun, Disconnect) {
    const divan::Run run = begin(RunRequest{sleeper(30, 60)});
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    faults("[[fault]]\nroute = \"GET /features\"\ndo = \"restart_empty\"\n");
    const Deadline begun = std::chrono::steady_clock::now();
    (void)wait(fetch_api(*connection, net::HttpRequest{"GET", "/features"}, within(2s)));
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_lost) << describe(result.error());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_F(ParityRun, DisconnectOfTheNetworkAlone) {
    EXPECT_GT(*RunLimits{}.unreachable, 60s) << "a network that is away for a minute is waited for";
    test::TcpRelay relay{io, engine->port()};
    ConnectionConfig config = parse_server_address(relay.url()).value();
    config.read_timeout = config.greeting_timeout = 300ms;
    config.pong_timeout = 300ms;
    config.ping_interval = 100ms;
    config.reconnect.cap = 200ms;
    connect(std::move(config));
    const divan::Run run = begin(RunRequest{sleeper(1, 4)});
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    relay.freeze();
    test::settle(io, 3s);  // the prompt ends meanwhile
    EXPECT_FALSE(run.done());
    relay.thaw();
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->files().size(), 1U);
    connection.reset();
}

TEST_F(ParityRun, ErrorsInHistory) {
    serve_by_hand();
    const divan::Run run = begin_by_hand();
    server->start(run.prompt_id().str());
    server->script.refuse_socket = true;
    server->drop_sockets();
    server->fail(run.prompt_id().str());  // nobody hears it
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::execution_failed) << "not 'went missing'";
    EXPECT_EQ(result.error().fact("exception"), "OSError");
    EXPECT_EQ(result.error().server_text, "No space left on device");
}

TEST_F(ParityRun, Cancel) {
    divan::Run running = begin(RunRequest{sleeper(30, 60)});
    ASSERT_TRUE(until([&] { return running.progress().max > 0; }));
    divan::Run waiting = begin(RunRequest{sleeper(30, 60, false, 2)});
    ASSERT_TRUE(until([&] { return wait(queue(*connection, soon()))->pending.size() == 1; }));
    waiting.cancel();
    running.cancel();
    for (const divan::Run& run : {waiting, running}) {
        const auto result = end_of(run);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::cancelled);
        EXPECT_EQ(comfyui_node_code(result.error()), "E_EXECUTION_INTERRUPTED");
    }
    const auto left = wait(queue(*connection, soon()));
    EXPECT_TRUE(left->pending.empty() && left->running.empty()) << "the server does not go on with them";
    EXPECT_FALSE(wait(history(*connection, waiting.prompt_id(), soon()))->has_value());
    const auto entry = wait(history(*connection, running.prompt_id(), soon()));
    ASSERT_TRUE(entry->has_value());
    EXPECT_EQ(protocol::verdict(**entry), protocol::Verdict::interrupted);
}

TEST_F(ParityRun, ProgressFilter) {
    serve_by_hand();
    Names heard;
    const divan::Run own = begin_by_hand(), other = begin_by_hand();
    const Subscription watching = own.watch(noting(heard));
    server->start(other.prompt_id().str());
    server->send(
        protocol::Progress{protocol::PromptId{"a stranger's"}, NodeId{"9"}, json::Value(1), json::Value(2)});
    ASSERT_TRUE(until([&] { return other.progress().max > 0; }));
    EXPECT_EQ(heard, Names{"accepted"});
    EXPECT_EQ(own.progress().percent, 0);
}

}  // namespace
}  // namespace divan
