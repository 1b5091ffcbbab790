// Section 22 of the parity table, rows 22 to 48: values, filters, deadlines and requests.
#include <divan/client/catalogue.hpp>
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/readiness.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/upload.hpp>
#include <divan/json/write.hpp>

#include "defects_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::Names;
using parity::ParityDefects;
using test::FakeScript;
using Clock = std::chrono::steady_clock;

TEST_F(ParityDefects, Row22TwoClientsWithDefaultIdsDoNotTakeEachOthersEvents) {
    Connection other{io.get_executor(), config_for_engine()};
    EXPECT_NE(other.client_id(), connection->client_id());
    const divan::Run mine = begin(RunRequest{sleeper(0.2, 2, false, 65)});
    const divan::Run theirs = start_run(other, RunRequest{sleeper(0.2, 2, false, 66)}, {}, soon());
    EXPECT_TRUE(end_of(mine));
    EXPECT_TRUE(end_of(theirs));
    EXPECT_EQ(mine.progress().percent, 100);
    EXPECT_EQ(theirs.progress().percent, 100);
}

TEST_F(ParityDefects, Row24ACancelledPromptThatWaitsIsTakenOutOfTheQueue) {
    divan::Run first = begin(RunRequest{sleeper(1, 4, false, 67)});
    ASSERT_TRUE(until([&] { return first.progress().max > 0; }));
    divan::Run second = begin(RunRequest{picture(67)});
    ASSERT_TRUE(until([&] { return wait(queue(*connection, soon()))->pending.size() == 1; }));
    second.cancel();
    EXPECT_EQ(end_of(second).error().code, Errc::cancelled);
    EXPECT_TRUE(end_of(first));
    test::settle(io, 200ms);
    EXPECT_EQ(engine->prompts_run(), 1U) << "it never runs";
}

TEST_F(ParityDefects, Row26AllOutputsOfAllOutputNodes) {
    const auto workflow = Workflow::parse(
        R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 68}},
            "2": {"class_type": "TrapText", "inputs": {"text": "hello", "image": ["1", 0]}},
            "3": {"class_type": "TrapValidate", "inputs": {"n": 3, "mode": "a"}}})");
    const auto result = finish(RunRequest{*workflow});
    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_TRUE(result->find(NodeId{"2"}) && result->find(NodeId{"3"}));
    EXPECT_EQ(result->find(NodeId{"2"})->texts.at(0).text, "hello");
}

TEST_F(ParityDefects, Row27IntegersOf64BitsArriveUnchanged) {
    Workflow workflow = sleeper(0, 1);
    ASSERT_TRUE(workflow.set(NodeId{"1"}, "seed", json::Value(18446744073709551615U)));
    const auto result = finish(RunRequest{workflow});
    ASSERT_TRUE(result) << describe(result.error());
    const auto entry = wait(history(*connection, result->prompt_id, soon()));
    ASSERT_TRUE(entry && *entry);
    EXPECT_NE(json::write((*entry)->item.prompt).find("18446744073709551615"), std::string::npos);
    serve(FakeScript{});
    ASSERT_TRUE(finish(RunRequest{workflow}));
    EXPECT_NE(server->bodies.at(0).find("\"seed\":18446744073709551615"), std::string::npos)
        << server->bodies.at(0);
}

TEST_F(ParityDefects, Row28NaNAndInfinityAreAccepted) {
    const auto workflow = Workflow::parse(R"({"9": {"class_type": "TrapNaN", "inputs": {"value": 1.5}}})");
    const auto result = finish(RunRequest{*workflow});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_NE(json::write_python(result->find(NodeId{"9"})->ui).find("NaN, Infinity, -Infinity"),
              std::string::npos);
    EXPECT_EQ(connection->malformed_messages(), 0U);
}

TEST_F(ParityDefects, Row34ProgressAndPreviewsNeverLeakBetweenRuns) {
    std::map<std::string, Names> heard;
    std::vector<divan::Run> runs;
    for (int seed = 0; seed < 3; ++seed) {
        RunEvents own;
        Names& names = heard[std::to_string(seed)];
        own.on_preview = [&names](const Preview& preview) {
            names.push_back(preview.metadata->prompt.str());
        };
        own.on_message = [&names](const protocol::ServerMessage& message) {
            names.push_back(protocol::prompt_of(message)->str());
        };
        runs.push_back(
            start_run(*connection, RunRequest{sleeper(0.1, 3, true, 70 + seed)}, std::move(own), soon()));
    }
    for (const divan::Run& run : runs) ASSERT_TRUE(end_of(run));
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const Names& names = heard[std::to_string(run)];
        EXPECT_GE(names.size(), 6U);
        EXPECT_EQ(std::ranges::count(names, runs[run].prompt_id().str()), static_cast<long>(names.size()));
    }
}

TEST_F(ParityDefects, Row35AFailureDuringALostConnectionHasItsCause) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin_by_hand();
    server->start(run.prompt_id().str());
    server->script.refuse_socket = true;
    server->drop_sockets();
    server->fail(run.prompt_id().str());
    EXPECT_EQ(end_of(run).error().fact("exception"), "OSError");
}

TEST_F(ParityDefects, Row38EveryRequestHasADeadline) {
    test::TcpRelay relay{io, engine->port()};
    connect(parse_server_address(relay.url()).value());
    relay.freeze();
    const Deadline begun = Clock::now();
    const auto limit = [] { return within(100ms); };
    EXPECT_EQ(wait(queue(*connection, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(history(*connection, protocol::PromptId{"p"}, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(system_stats(*connection, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(object_info(*connection, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(interrupt_all(*connection, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(submit(*connection, protocol::SubmitRequest{"{}"}, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(upload_image(*connection, Upload{"a.png", "x"}, limit())).error().code, Errc::timeout);
    EXPECT_EQ(wait(connection->open(limit())).error().code, Errc::timeout);
    EXPECT_LT(Clock::now() - begun, 5s);
    connection.reset();
}

TEST_F(ParityDefects, Row39ALostAnswerDoesNotRunTheJobTwice) {
    faults("[[fault]]\nroute = \"POST /prompt\"\ndo = \"accept_then_reset\"\ntimes = 1\n");
    const auto result = finish(RunRequest{picture(80)});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(engine->prompts_run(), 1U);
    faults("[[fault]]\nroute = \"POST /prompt\"\ndo = \"reset\"\ntimes = 1\n");
    ASSERT_TRUE(finish(RunRequest{picture(81)})) << "one that was not taken is sent again";
    EXPECT_EQ(engine->prompts_run(), 2U);
}

TEST_F(ParityDefects, Row42JsonIsSentAsJson) {
    serve(FakeScript{});
    ASSERT_TRUE(finish(RunRequest{picture()}));
    EXPECT_EQ(server->heads.find("POST /prompt")->second.find("Content-Type"), "application/json");
}

TEST_F(ParityDefects, Row48WhatAServerOffersIsNotLearnedByReadingAllItsNodes) {
    serve(FakeScript{});
    ASSERT_TRUE(wait(ready(*connection, ReadyPolicy{}, soon())));
    ASSERT_TRUE(finish(RunRequest{picture()}));
    EXPECT_EQ(server->count("GET /object_info"), 0);
}

}  // namespace
}  // namespace divan
