#include <gtest/gtest.h>

#include <divan/client/run_tracker.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;
using protocol::PromptId;

const PromptId kId{"p-1"};

/// A tracker and a clock that moves only when told to.
struct Story {
    explicit Story(RunLimits limits = {}) : tracker{kId, limits, time} {}

    NextAction tell(const TrackerEvent& event) { return tracker.on(event, time); }
    NextAction hear(const protocol::ServerMessage& message) { return tell(Heard{&message}); }
    NextAction after(std::chrono::milliseconds span) {
        time += span;
        return tracker.next(time);
    }
    NextAction queue(std::optional<protocol::QueuePlace> place, std::size_t prompts = 1) {
        return tell(QueueRead{place, prompts});
    }
    NextAction absent() {
        queue(std::nullopt, 0);
        return tell(HistoryRead{});
    }
    void accept() {
        tell(SocketUp{});
        tell(Submitting{});
        hear(protocol::Status{1, ""});
        tell(Accepted{kId});
    }
    void run() {
        accept();
        hear(protocol::ExecutionStart{kId, 1});
    }

    Deadline time{std::chrono::hours{1}};
    RunTracker tracker;
};

protocol::HistoryEntry ended(const std::string& status, const protocol::ServerMessage& last) {
    protocol::HistoryEntry entry;
    entry.id = kId;
    entry.status.emplace();
    entry.status->status_str = status;
    entry.status->completed = status == "success";
    entry.status->messages.push_back(last);
    return entry;
}
protocol::HistoryEntry succeeded() { return ended("success", protocol::ExecutionSuccess{kId, 5}); }

protocol::ExecutionError raised() {
    protocol::ExecutionError error;
    error.prompt = kId;
    error.node = NodeId{"3"};
    error.node_type = "KSampler";
    error.exception_type = "torch.cuda.OutOfMemoryError";
    error.timestamp = 5;
    return error;
}

template <class Action>
bool is(const NextAction& action) {
    return std::holds_alternative<Action>(action);
}

/// How long a Wait lasts; nothing for every other action.
std::optional<std::chrono::milliseconds> pause(const NextAction& action, const Story& story) {
    const auto* wait = std::get_if<Wait>(&action);
    if (!wait) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(wait->until - story.time);
}

Errc code_of(const NextAction& action) {
    const auto* finish = std::get_if<Finish>(&action);
    return finish && finish->error ? finish->error->code : Errc{};
}
bool is_success(const NextAction& action) {
    const auto* finish = std::get_if<Finish>(&action);
    return finish && !finish->error && finish->entry;
}

TEST(RunTracker, SubmitsFirst) { EXPECT_TRUE(is<Submit>(Story{}.after(0s))); }

TEST(RunTracker, WaitsWhileTheSubmissionIsOnItsWay) {
    Story story;
    EXPECT_TRUE(is<Wait>(story.tell(Submitting{})));
}

TEST(RunTracker, ReadsTheHistoryWhenExecutingSaysNull) {
    Story story;
    story.run();
    EXPECT_TRUE(is<ReadHistory>(story.hear(protocol::Executing{kId, std::nullopt, {}})));
}

TEST(RunTracker, FinishesWithTheEntryOfTheHistory) {
    Story story;
    story.run();
    story.hear(protocol::Executing{kId, std::nullopt, {}});
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, DoesNotFinishOnTheSuccessMessageAlone) {
    Story story;
    story.run();
    EXPECT_TRUE(is<Wait>(story.hear(protocol::ExecutionSuccess{kId, 5})));
    EXPECT_TRUE(is<ReadHistory>(story.after(50ms)));
}

TEST(RunTracker, ReadsAnEmptyHistoryAgainAfterTheSuccessMessage) {
    Story story;
    story.run();
    story.hear(protocol::ExecutionSuccess{kId, 5});
    story.after(50ms);
    EXPECT_EQ(pause(story.tell(HistoryRead{}), story), 50ms);
    story.after(50ms);
    EXPECT_EQ(pause(story.tell(HistoryRead{}), story), 100ms);
    story.after(100ms);
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, LooksEverywhereWhenTheAnnouncedEntryNeverComes) {
    Story story;
    story.run();
    story.hear(protocol::ExecutionSuccess{kId, 5});
    for (int read = 0; read < 30; ++read) {
        const NextAction action = story.after(1s);
        if (is<ReadQueueThenHistory>(action))
            story.absent();
        else if (is<ReadHistory>(action))
            story.tell(HistoryRead{});
        else if (is<Finish>(action))
            break;
    }
    EXPECT_EQ(code_of(story.after(0s)), Errc::prompt_lost);
}

TEST(RunTracker, ACachedRunWithoutExecutingIsFinishedByItsEnd) {
    Story story;
    story.accept();
    story.hear(protocol::ExecutionCached{kId, {NodeId{"1"}, NodeId{"9"}}, 1});
    story.hear(protocol::Executed{kId, NodeId{"9"}, NodeId{"9"}, {}});
    story.hear(protocol::Executing{kId, std::nullopt, {}});
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
}

TEST(RunTracker, AnErrorInTheHistoryNamesNodeAndClass) {
    Story story;
    story.run();
    story.hear(raised());
    const NextAction end = story.tell(HistoryRead{ended("error", raised())});
    ASSERT_EQ(code_of(end), Errc::execution_failed);
    EXPECT_EQ(std::get<Finish>(end).error->fact("node"), "3");
    EXPECT_EQ(std::get<Finish>(end).error->fact("node_class"), "KSampler");
    EXPECT_NE(std::get<Finish>(end).error->hint.find("memory"), std::string::npos);
}

TEST(RunTracker, ARuntimeCycleThatTheServerCallsASuccessIsAFailure) {
    Story story;
    story.run();
    EXPECT_EQ(code_of(story.tell(HistoryRead{ended("success", raised())})), Errc::execution_failed);
}

TEST(RunTracker, AnExecutionBlockerIsNotTheEnd) {
    Story story;
    story.run();
    protocol::ExecutionError blocked = raised();
    blocked.exception_type = "ExecutionBlocked";
    blocked.timestamp.reset();
    EXPECT_TRUE(is<Wait>(story.hear(blocked)));
    EXPECT_TRUE(is<Wait>(story.after(500ms)));
}

TEST(RunTracker, AnInterruptionBySomebodyElseIsInterrupted) {
    Story story;
    story.run();
    protocol::ExecutionInterrupted interrupted;
    interrupted.prompt = kId;
    interrupted.timestamp = 5;
    EXPECT_EQ(code_of(story.tell(HistoryRead{ended("error", interrupted)})), Errc::interrupted);
}

TEST(RunTracker, MessagesOfOtherPromptsAreNotOurs) {
    Story story;
    story.run();
    EXPECT_TRUE(is<Wait>(story.hear(protocol::Executing{PromptId{"p-2"}, std::nullopt, {}})));
    EXPECT_TRUE(is<Wait>(story.hear(protocol::ExecutionSuccess{PromptId{"p-2"}, 5})));
    EXPECT_TRUE(is<Wait>(story.hear(protocol::Executing{PromptId{}, NodeId{"9"}, {}})));
}

TEST(RunTracker, DoubledMessagesChangeNothing) {
    Story story;
    story.run();
    story.hear(protocol::Executing{kId, std::nullopt, {}});
    story.hear(protocol::Executing{kId, std::nullopt, {}});
    EXPECT_TRUE(is_success(story.tell(HistoryRead{succeeded()})));
    EXPECT_TRUE(is_success(story.hear(protocol::Executing{kId, std::nullopt, {}})));
}

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
        story.tell(ReadFailed{Error{Errc::connect_failed, "no connection"}.with("reason", "Connection refused")});
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
