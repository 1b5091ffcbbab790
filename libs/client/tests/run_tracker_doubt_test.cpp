#include "support/tracker_story.hpp"

namespace divan {
namespace {

TEST(RunTracker, LooksAtQueueAndHistoryWhenTheConnectionIsLost) {
    Story story;
    story.run();
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.tell(SocketDown{})));
}

TEST(RunTracker, LooksAgainAfterAReconnectBecauseTheEndMayHaveBeenMissed) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    story.queue(protocol::QueuePlace{true, 0});
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.tell(SocketUp{})));
}

TEST(RunTracker, PollsEveryTwoSecondsWithoutASocket) {
    Story story;
    story.tell(Submitting{});
    story.tell(Accepted{kId});
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.after(2s)));
    EXPECT_EQ(pause(story.queue(protocol::QueuePlace{true, 0}), story), 2s);
}

TEST(RunTracker, PollsEveryTenSecondsWhileTheSocketHears) {
    Story story;
    story.run();
    story.after(2s);
    EXPECT_EQ(pause(story.queue(protocol::QueuePlace{true, 0}), story), 10s);
}

TEST(RunTracker, ALostPromptIsReportedWithinTenSeconds) {
    Story story;
    story.run();
    const Deadline restarted = story.time;
    story.tell(SocketDown{});
    story.tell(ReadFailed{Error{Errc::connect_failed, "refused"}});
    NextAction action = story.after(1s);
    while (!is<Finish>(action) && story.time < restarted + 20s)
        action = is<ReadQueueThenHistory>(action) ? story.absent() : story.after(250ms);
    EXPECT_EQ(code_of(action), Errc::prompt_lost);
    EXPECT_LT(story.time - restarted, 10s);
}

TEST(RunTracker, OneAbsenceIsNoLoss) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    EXPECT_TRUE(is<Wait>(story.absent()));
    story.after(1s);
    EXPECT_TRUE(is<Wait>(story.queue(protocol::QueuePlace{true, 0})));
}

TEST(RunTracker, AsksTheServerWhenTheReplyIsLost) {
    Story story;
    story.tell(Submitting{});
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}})));
}

TEST(RunTracker, AdoptsAPromptThatIsInTheQueueAfterALostReply) {
    Story story;
    story.tell(Submitting{});
    story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}});
    story.queue(protocol::QueuePlace{false, 2}, 3);
    EXPECT_TRUE(story.tracker.accepted());
}

TEST(RunTracker, AnEventOfOursProvesTheAcceptance) {
    Story story;
    story.tell(SocketUp{});
    story.tell(Submitting{});
    story.hear(protocol::ExecutionStart{kId, 1});
    EXPECT_TRUE(story.tracker.accepted());
    EXPECT_FALSE(is<Submit>(story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}})));
}

TEST(RunTracker, SubmitsAgainOnlyAfterThreeAbsencesTwoSecondsApart) {
    Story story;
    story.tell(Submitting{});
    story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}});
    EXPECT_EQ(pause(story.absent(), story), 2s);
    story.after(2s);
    EXPECT_EQ(pause(story.absent(), story), 2s);
    story.after(2s);
    EXPECT_TRUE(is<Submit>(story.absent()));
}

TEST(RunTracker, AFailedReadIsNoAbsence) {
    Story story;
    story.tell(Submitting{});
    story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}});
    story.absent();
    story.after(2s);
    story.absent();
    story.after(2s);
    story.tell(ReadFailed{Error{Errc::timeout, "silent"}});
    story.after(2s);
    EXPECT_TRUE(is<Wait>(story.absent()));
}

TEST(RunTracker, GivesUpInDoubtAfterASecondLostReply) {
    Story story;
    for (int submission = 0; submission < 2; ++submission) {
        story.tell(Submitting{});
        story.tell(ReplyLost{Error{Errc::in_doubt, "lost"}});
        for (int round = 0; round < 3; ++round) {
            story.absent();
            story.after(2s);
        }
    }
    EXPECT_EQ(code_of(story.after(0s)), Errc::in_doubt);
}

TEST(RunTracker, ARefusalIsTheEnd) {
    Story story;
    story.tell(Submitting{});
    EXPECT_EQ(code_of(story.tell(Refused{Error{Errc::prompt_rejected, "no"}})), Errc::prompt_rejected);
}

TEST(RunTracker, APartialAcceptanceIsTakenBack) {
    Story story;
    story.tell(Submitting{});
    const NextAction end = story.tell(Refused{Error{Errc::prompt_rejected, "partly"}, true});
    ASSERT_TRUE(is<Finish>(end));
    EXPECT_TRUE(std::get<Finish>(end).withdraw);
}

TEST(RunTracker, TakesTheIdThatAnOldServerChose) {
    Story story;
    story.tell(Submitting{});
    story.tell(Accepted{PromptId{"theirs"}});
    for (int round = 0; round < 6 && story.tracker.id() == kId; ++round) {
        story.queue(std::nullopt, 1);
        story.tell(HistoryRead{});
        story.after(2s);
    }
    EXPECT_EQ(story.tracker.id(), PromptId{"theirs"});
}

TEST(RunTracker, StaysWithItsOwnIdWhenTheReplyNamesAFalseOne) {
    Story story;
    story.tell(Submitting{});
    story.tell(Accepted{PromptId{"nobody knows it"}});
    story.queue(protocol::QueuePlace{true, 0}, 1);
    story.queue(std::nullopt, 0);
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, ReconnectsWhenTheQueueMovesAndNoEventComes) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    story.tell(SocketUp{});
    story.queue(protocol::QueuePlace{false, 1}, 2);
    story.after(2s);
    story.queue(protocol::QueuePlace{true, 0}, 1);
    EXPECT_FALSE(is<Reconnect>(story.after(1s)));
    EXPECT_TRUE(is<Reconnect>(story.after(2s)));
}

TEST(RunTracker, ReconnectsWhenItsOwnSubmissionCausesNoStatus) {
    Story story;
    story.tell(SocketUp{});
    story.after(1s);
    story.tell(Submitting{});
    story.tell(Accepted{kId});
    EXPECT_TRUE(is<Reconnect>(story.after(3s)));
}

TEST(RunTracker, DoesNotReconnectAgainAtOnceWhenTheNextSocketHearsNothingEither) {
    Story story;
    story.run();
    story.tell(ReconnectSent{});
    story.tell(SocketUp{false});
    story.queue(protocol::QueuePlace{false, 1}, 2);
    story.after(2s);
    story.queue(protocol::QueuePlace{true, 0}, 1);
    EXPECT_FALSE(is<Reconnect>(story.after(5s)));
    EXPECT_TRUE(is<Reconnect>(story.after(5s)));
}

TEST(RunTracker, AnEventProvesThatTheSocketHears) {
    Story story;
    story.tell(SocketUp{});
    story.after(1s);
    story.tell(Submitting{});
    story.tell(Accepted{kId});
    story.after(1s);
    story.hear(protocol::Status{1, ""});
    EXPECT_FALSE(is<Reconnect>(story.after(3s)));
}

TEST(RunTracker, UnderAFreshClientIdAShorterQueueIsAHint) {
    Story story;
    story.run();
    story.tell(SocketDown{});
    story.tell(SocketUp{false});
    story.queue(protocol::QueuePlace{true, 0});
    story.hear(protocol::Status{1, ""});
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.hear(protocol::Status{0, ""})));
}

TEST(RunTracker, AnAdoptedPromptIsLookedForAtOnceAndNeverSent) {
    Story story;
    EXPECT_TRUE(is<ReadQueueThenHistory>(story.tell(Adopted{})));
    story.absent();
    story.after(1s);
    EXPECT_EQ(code_of(story.absent()), Errc::prompt_lost);
}

}  // namespace
}  // namespace divan
