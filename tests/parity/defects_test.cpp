// Section 22 of the parity table, rows 1 to 13: ends that are missed, told twice or never.
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>

#include "defects_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityDefects;
using test::FakeScript;
using Clock = std::chrono::steady_clock;

TEST_F(ParityDefects, Row01AJobThatEndsAtOnceIsNotMissed) {
    serve(FakeScript{});
    EXPECT_EQ(run_many(500, 32), 500);
}

TEST_F(ParityDefects, Row02RequestsForEachJobDoNotGrowWithTheirNumber) {
    for (const int in_flight : {1, 8, 64}) {
        serve(FakeScript{});
        EXPECT_EQ(run_many(256, in_flight), 256);
        EXPECT_LE(server->requests.size(), 1U + 256U * 2U + 8U) << in_flight << " in flight";
    }
}

TEST_F(ParityDefects, Row04TheEndIsToldOnce) {
    int finished = 0, failed = 0;
    events.on_finished = [&](const RunResult&) { ++finished; };
    events.on_failed = [&](const Error&) { ++failed; };
    faults("[[fault]]\nmessage = \"*\"\ndo = \"double\"\n");
    ASSERT_TRUE(finish(RunRequest{picture(60)}));
    EXPECT_FALSE(finish(RunRequest{raising()}));
    test::settle(io, 200ms);
    EXPECT_EQ(finished, 1);
    EXPECT_EQ(failed, 1);
}

TEST_F(ParityDefects, Row05RecoveryKnowsIdsThatAreNoNumbers) {
    const auto workflow = Workflow::parse(
        R"({"12:3": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 61}},
            "save": {"class_type": "SaveImage", "inputs": {"images": ["12:3", 0], "filename_prefix": "x"}}})");
    faults("[[fault]]\nmessage = \"*\"\ndo = \"lose\"\n");
    const auto result = finish(RunRequest{*workflow});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_TRUE(result->output("save"));
}

TEST_F(ParityDefects, Row06NoExceptionLeavesTheLibrary) {
    FakeScript script;
    script.ui = R"({"values": [NaN], "images": [{"filename": "n.png"}]})";
    serve(script);
    EXPECT_TRUE(finish(RunRequest{picture()})) << "NaN in the history";
    server->script.execute = false;
    RunRequest request{picture()};
    request.limits.refused = 200ms;
    const divan::Run run = begin_by_hand(std::move(request));
    server.reset();
    EXPECT_NO_THROW({ EXPECT_FALSE(end_of(run)) << "the server is gone: the job fails"; });
    EXPECT_FALSE(wait(queue(*connection, within(1s))));
}

TEST_F(ParityDefects, Row08EveryLossOfASocketIsNoticed) {
    serve_by_hand();
    const divan::Run run = begin_by_hand();
    for (int drop = 1; drop <= 20; ++drop) {
        server->drop_sockets();
        ASSERT_TRUE(until([&] { return server->open_sockets() == 1 && connection->connected(); })) << drop;
    }
    server->start(run.prompt_id().str());
    server->finish(run.prompt_id().str());
    EXPECT_TRUE(end_of(run)) << "a run outlives them";
    EXPECT_EQ(server->client_ids.size(), 21U);
}

TEST_F(ParityDefects, Row09AFrozenServerIsNoticed) {
    serve(FakeScript{});
    test::TcpRelay relay{io, server->port()};
    ConnectionConfig config = parse_server_address(relay.url()).value();
    config.ping_interval = 50ms;
    config.pong_timeout = 200ms;
    connect(std::move(config));
    ASSERT_TRUE(wait(connection->open(soon())));
    relay.freeze();
    const Deadline frozen = Clock::now();
    ASSERT_TRUE(until([&] { return !connection->connected(); }));
    EXPECT_LT(Clock::now() - frozen, 250ms + 1s);
    connection.reset();
}

TEST_F(ParityDefects, Row10TheLastAttemptCountsAndNothingGoesOnAfterTheEnd) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    ConnectionConfig config = parse_server_address(server->url()).value();
    config.reconnect.max_attempts = 3;
    config.reconnect.base = 100ms;
    config.reconnect.jitter = Jitter::spread;
    connect(std::move(config));
    EXPECT_FALSE(wait(connection->open(soon())));
    ASSERT_TRUE(until([&] { return server->count("GET /ws") == 2; }));
    server->script.refuse_socket = false;
    EXPECT_TRUE(until([&] { return connection->connected(); })) << "the third and last attempt";
    server->script.refuse_socket = true;
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return connection->state() == ConnectionState::reconnecting; }));
    connection.reset();
    const long before = server->count("GET /ws");
    test::settle(io, 500ms);
    EXPECT_LE(server->count("GET /ws"), before + 1) << "at most the attempt that was on the wire";
}

TEST_F(ParityDefects, Row11ANodeTimeOutHasAnEffect) {
    RunRequest request{sleeper(6, 1, false, 62)};
    request.limits.node = 500ms;
    const Deadline begun = Clock::now();
    const divan::Run run = begin(std::move(request));
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_LT(Clock::now() - begun, 1500ms);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_EQ(result.error().fact("node"), "1");
    EXPECT_TRUE(until([&] {
        const auto entry = wait(history(*connection, run.prompt_id(), soon()));
        return entry && *entry && protocol::verdict(**entry) == protocol::Verdict::interrupted;
    })) << "and the node is interrupted";
}

TEST_F(ParityDefects, Row12AcceptedButNeverStartedIsNoticed) {
    divan::Run first = begin(RunRequest{sleeper(20, 40, false, 63)});
    ASSERT_TRUE(until([&] { return first.progress().max > 0; }));
    RunRequest waiting{picture(63)};
    waiting.limits.start = 300ms;
    const divan::Run second = begin(std::move(waiting));
    const auto result = end_of(second);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_TRUE(until([&] { return wait(queue(*connection, soon()))->pending.empty(); }))
        << "it is withdrawn";
    first.cancel();
    EXPECT_FALSE(end_of(first));
    EXPECT_EQ(engine->prompts_run(), 1U);
}

TEST_F(ParityDefects, Row13ASlowAcceptanceDoesNotRunTheJobTwice) {
    faults("[[fault]]\nroute = \"POST /prompt\"\ndo = \"delay\"\nfor = \"800ms\"\ntimes = 1\n");
    ConnectionConfig config = config_for_engine();
    config.submit_timeout = 200ms;
    connect(std::move(config));
    const auto result = finish(RunRequest{picture(64)});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(engine->prompts_run(), 1U);
}

}  // namespace
}  // namespace divan
