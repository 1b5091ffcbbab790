#include <gtest/gtest.h>

#include <divan/net/before.hpp>

#include "support/run_fixture.hpp"

namespace divan {
namespace {

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

}  // namespace
}  // namespace divan
