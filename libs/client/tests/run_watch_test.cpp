#include <divan/client/run_profile.hpp>

#include "support/run_fixture.hpp"

// Several listeners, and prompts that somebody else sent.
namespace divan {
namespace {

/// Writes down what it hears.
RunEvents noting(std::vector<std::string>& heard) {
    RunEvents events;
    events.on_accepted = [&](const protocol::PromptId&) { heard.push_back("accepted"); };
    events.on_started = [&] { heard.push_back("started"); };
    events.on_finished = [&](const RunResult&) { heard.push_back("finished"); };
    events.on_failed = [&](const Error& error) {
        heard.push_back("failed " + std::string{name(error.code)});
    };
    return events;
}

using Heard = std::vector<std::string>;

TEST_F(RunTest, TellsItsEndOnce) {
    serve();
    Heard heard;
    events = noting(heard);
    ASSERT_TRUE(finish());
    test::settle(io, 50ms);
    EXPECT_EQ(heard, (Heard{"accepted", "started", "finished"}));
}

TEST_F(RunTest, TellsARejectionAsItsEnd) {
    FakeScript script;
    script.rejection = R"({"error": {"type": "prompt_no_outputs", "message": "no"}, "node_errors": {}})";
    serve(script);
    Heard heard;
    events = noting(heard);
    ASSERT_FALSE(finish());
    EXPECT_EQ(heard, Heard{"failed prompt_rejected"});
}

TEST_F(RunTest, AListenerThatComesLateIsToldWhatItMissed) {
    FakeScript script;
    script.execute = false;
    serve(script);
    divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->submitted.empty(); }));
    server->start(server->submitted.front());
    ASSERT_TRUE(until([&] { return !run.progress().node.empty(); }));
    Heard heard;
    const Subscription watching = run.watch(noting(heard));
    EXPECT_EQ(heard, (Heard{"accepted", "started"}));
    server->finish(server->submitted.front());
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(heard, (Heard{"accepted", "started", "finished"}));
}

TEST_F(RunTest, AListenerAfterTheEndHearsTheEnd) {
    serve();
    const divan::Run run = begin();
    ASSERT_TRUE(end_of(run));
    Heard heard;
    const Subscription watching = run.watch(noting(heard));
    EXPECT_EQ(heard, (Heard{"accepted", "started", "finished"}));
}

TEST_F(RunTest, AListenerWhoseSubscriptionEndedHearsNothing) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    Heard heard;
    run.watch(noting(heard)).reset();
    ASSERT_TRUE(until([&] { return !server->submitted.empty(); }));
    server->start(server->submitted.front());
    server->finish(server->submitted.front());
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(heard, Heard{});
}

TEST_F(RunTest, CancelSilencesWhoBeganTheRunAndTellsTheOthers) {
    FakeScript script;
    script.execute = false;
    serve(script);
    Heard own, other;
    events = noting(own);
    divan::Run run = begin();
    const Subscription watching = run.watch(noting(other));
    ASSERT_TRUE(until([&] { return !server->pending.empty() && !own.empty(); }));
    run.cancel();
    ASSERT_FALSE(end_of(run));
    EXPECT_EQ(own, Heard{"accepted"});
    EXPECT_EQ(other, (Heard{"accepted", "failed cancelled"}));
}

TEST_F(RunTest, AnAttachedRunFollowsARunningPromptToItsEnd) {
    FakeScript script;
    script.execute = false;
    serve(script);
    begin();
    ASSERT_TRUE(until([&] { return !server->submitted.empty(); }));
    const std::string prompt = server->submitted.front();
    server->start(prompt);
    connection = std::make_unique<Connection>(io.get_executor(), config_for(*server));  // as after a restart
    const divan::Run run =
        attach_run(*connection, AttachRequest{protocol::PromptId{prompt}}, events, within(30s));
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2; }));
    server->finish(prompt);
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->files().at(0).filename, "a.png");
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, AnAttachedRunFindsAPromptThatHasEnded) {
    serve();
    const auto first = finish();
    ASSERT_TRUE(first);
    const auto again = end_of(attach_run(*connection, AttachRequest{first->prompt_id}, events, within(30s)));
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->files(), first->files());
}

TEST_F(RunTest, AnAttachedRunOfAnUnknownPromptIsLost) {
    serve();
    const auto result =
        end_of(attach_run(*connection, AttachRequest{protocol::PromptId{"nobody's"}}, events, within(30s)));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_lost);
    EXPECT_TRUE(server->submitted.empty());
}

TEST_F(RunTest, MeasuresItsNodesWhenAskedTo) {
    serve();
    RunRequest request{red_fox()};
    request.profile = true;
    const auto result = end_of(begin(request));
    ASSERT_TRUE(result);
    ASSERT_TRUE(result->profile);
    EXPECT_EQ(result->profile->count(NodeState::completed), 1U);
    EXPECT_EQ(result->profile->count(NodeState::cached), 1U);
    EXPECT_EQ(result->profile->prompt_id, result->prompt_id);
}

}  // namespace
}  // namespace divan
