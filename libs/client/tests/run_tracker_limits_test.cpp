#include "support/tracker_story.hpp"

namespace divan {
namespace {

TEST(RunTracker, EndsAtItsDeadline) {
    RunLimits limits;
    limits.whole = Deadline{std::chrono::hours{1}} + 5s;
    Story story{limits};
    story.run();
    const NextAction end = story.after(5s);
    EXPECT_EQ(code_of(end), Errc::timeout);
    EXPECT_TRUE(std::get<Finish>(end).withdraw);
}

TEST(RunTracker, EndsWhenItWaitsTooLongForItsTurn) {
    RunLimits limits;
    limits.start = 20s;
    Story story{limits};
    story.accept();
    story.queue(protocol::QueuePlace{false, 4}, 5);
    EXPECT_EQ(code_of(story.after(20s)), Errc::timeout);
}

TEST(RunTracker, WaitsForEverForItsTurnByDefault) {
    Story story;
    story.accept();
    for (int hour = 0; hour < 24; ++hour) {
        story.after(1h);
        EXPECT_FALSE(is<Finish>(story.queue(protocol::QueuePlace{false, 4}, 5)));
    }
}

TEST(RunTracker, EndsWhenARunningPromptIsSilent) {
    RunLimits limits;
    limits.silence = 60s;
    Story story{limits};
    story.run();
    story.after(59s);
    EXPECT_FALSE(is<Finish>(story.queue(protocol::QueuePlace{true, 0})));
    EXPECT_EQ(code_of(story.after(2s)), Errc::timeout);
}

TEST(RunTracker, ProgressBreaksTheSilence) {
    RunLimits limits;
    limits.silence = 60s;
    Story story{limits};
    story.run();
    story.after(59s);
    story.hear(protocol::Progress{kId, NodeId{"3"}, json::Value(1), json::Value(9)});
    EXPECT_FALSE(is<Finish>(story.after(30s)));
}

TEST(RunTracker, EndsWhenANodeMakesNoStep) {
    RunLimits limits;
    limits.node = 500ms;
    Story story{limits};
    story.run();
    story.hear(protocol::Executing{kId, NodeId{"3"}, NodeId{"3"}});
    EXPECT_FALSE(is<Finish>(story.after(400ms)));
    story.hear(protocol::Progress{kId, NodeId{"3"}, 1, 20});
    EXPECT_FALSE(is<Finish>(story.after(400ms)));
    const auto end = story.after(100ms);
    EXPECT_EQ(code_of(end), Errc::timeout);
    EXPECT_TRUE(std::get<Finish>(end).withdraw);
    EXPECT_EQ(std::get<Finish>(end).error->fact("node"), "3");
}

TEST(RunTracker, DoesNotMeasureANodeThatItCannotHear) {
    RunLimits limits;
    limits.node = 500ms;
    Story story{limits};
    story.run();
    story.hear(protocol::Executing{kId, NodeId{"3"}, NodeId{"3"}});
    story.tell(SocketDown{});
    EXPECT_FALSE(is<Finish>(story.after(5s)));
}

TEST(RunTracker, EndsWhenTheServerStaysAway) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    NextAction action = story.after(0s);
    for (int second = 0; second < 200 && !is<Finish>(action); ++second) {
        story.tell(ReadFailed{Error{Errc::connect_failed, "refused"}});
        action = story.after(1s);
    }
    EXPECT_EQ(code_of(action), Errc::connect_failed);
}

TEST(RunTracker, GivesUpSoonWhenConnectionsAreRefused) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    NextAction action = story.after(0s);
    int seconds = 0;
    for (; seconds < 20 && !is<Finish>(action); ++seconds) {
        story.tell(
            ReadFailed{Error{Errc::connect_failed, "no connection"}.with("reason", "Connection refused")});
        action = story.after(1s);
    }
    EXPECT_EQ(code_of(action), Errc::connect_failed);
    EXPECT_LE(seconds, 8);
}

TEST(RunTracker, SurvivesAMinuteWithoutTheServer) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    for (int second = 0; second < 60; ++second) {
        EXPECT_FALSE(is<Finish>(story.tell(ReadFailed{Error{Errc::timeout, "silent"}})));
        story.after(1s);
    }
    story.queue(std::nullopt, 0);
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, CancelBeforeTheSubmissionSendsNothing) {
    Story story;
    EXPECT_EQ(code_of(story.tell(CancelWanted{})), Errc::cancelled);
}

TEST(RunTracker, CancelDeletesFromTheQueueFirst) {
    Story story;
    story.accept();
    EXPECT_TRUE(is<DeleteFromQueue>(story.tell(CancelWanted{})));
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.tell(CancelSent{})));
}

TEST(RunTracker, CancelOfAWaitingPromptIsConfirmedByItsAbsence) {
    Story story;
    story.accept();
    story.tell(CancelWanted{});
    story.tell(CancelSent{});
    story.absent();
    story.after(1s);
    const NextAction end = story.absent();
    ASSERT_EQ(code_of(end), Errc::cancelled);
    EXPECT_TRUE(std::get<Finish>(end).error->fact("confirmed").empty());
}

TEST(RunTracker, CancelOfARunningPromptInterruptsIt) {
    Story story;
    story.run();
    story.tell(CancelWanted{});
    story.tell(CancelSent{});
    story.queue(protocol::QueuePlace{true, 0});
    EXPECT_TRUE(is<Interrupt>(story.after(500ms)));
}

TEST(RunTracker, ALostInterruptIsSentAgain) {
    Story story;
    story.run();
    story.tell(CancelWanted{});
    story.tell(CancelSent{});
    story.queue(protocol::QueuePlace{true, 0});
    story.after(500ms);
    story.tell(CancelSent{});
    story.queue(protocol::QueuePlace{true, 0});
    EXPECT_TRUE(is<Interrupt>(story.after(2s)));
}

TEST(RunTracker, AnInterruptionThatWeAskedForIsACancellation) {
    Story story;
    story.run();
    story.tell(CancelWanted{});
    protocol::ExecutionInterrupted interrupted;
    interrupted.prompt = kId;
    interrupted.timestamp = 5;
    EXPECT_EQ(code_of(story.tell(HistoryRead{ended("error", interrupted)})), Errc::cancelled);
}

TEST(RunTracker, ACancelThatCameTooLateIsASuccess) {
    Story story;
    story.run();
    story.tell(CancelWanted{});
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, ACancelThatTheNodeIgnoresEndsUnconfirmed) {
    Story story;
    story.run();
    story.tell(CancelWanted{});
    const NextAction end = story.after(10s);
    ASSERT_EQ(code_of(end), Errc::cancelled);
    EXPECT_EQ(std::get<Finish>(end).error->fact("confirmed"), "no");
}

TEST(RunTracker, AClosedConnectionEndsTheRun) {
    Story story;
    story.run();
    EXPECT_EQ(code_of(story.tell(ConnectionClosed{})), Errc::cancelled);
}

TEST(RunTracker, NeverWaitsWithoutAnEndBeforeItsDeadline) {
    RunLimits limits;
    limits.whole = Deadline{std::chrono::hours{1}} + 1h;
    Story story{limits};
    story.run();
    for (int step = 0; step < 1000; ++step) {
        const NextAction action = story.after(5s);
        if (is<Finish>(action)) return SUCCEED();
        if (is<ReadQueueThenHistory>(action))
            story.queue(protocol::QueuePlace{true, 0}, static_cast<std::size_t>(step % 3));
    }
    FAIL() << "the run never ended";
}

}  // namespace
}  // namespace divan
