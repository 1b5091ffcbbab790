#include "support/tracker_story.hpp"

namespace divan {
namespace {

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

}  // namespace
}  // namespace divan
