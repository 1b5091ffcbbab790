#include <gtest/gtest.h>

#include "support/scheduler_story.hpp"

// Jobs that wait: cancelled, delayed, too many of them, given up, moved forward.
namespace divan {
namespace {

using test::Lines;
using test::SchedulerStory;
using namespace std::chrono_literals;

TEST(PoolScheduler, ACancelledJobStaysCancelledWhateverItsTrySays) {
    SchedulerStory story;
    story.server("a").server("b");
    ASSERT_TRUE(story.job("failing"));
    ASSERT_TRUE(story.job("finishing"));
    story.told();
    EXPECT_TRUE(story.cancel("failing"));
    EXPECT_TRUE(story.cancel("finishing"));
    EXPECT_TRUE(story.cancel("finishing")) << "repeatable";
    EXPECT_EQ(story.told(), (Lines{"stop failing on a", "stop finishing on b"}));
    story.fails("failing");
    story.done("finishing");
    EXPECT_EQ(story.told(), (Lines{"end failing cancelled", "end finishing cancelled"}));
    EXPECT_EQ(story.scheduler.next_wake(), kNever) << "nothing is blocked for it";
    EXPECT_FALSE(story.cancel("failing"));
}

TEST(PoolScheduler, ACancelledWaitingOrDelayedJobNeverRuns) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("waiting"));
    ASSERT_TRUE(story.job("delayed", {}, {"h"}, 5s));
    EXPECT_TRUE(story.cancel("waiting"));
    EXPECT_TRUE(story.cancel("delayed"));
    story.server("a");
    story.pass(10s);
    EXPECT_EQ(story.told(), (Lines{"end waiting cancelled", "end delayed cancelled"}));
}

TEST(PoolScheduler, StartsADelayedJobWhenItsTimeComes) {
    SchedulerStory story;
    story.server("a");
    ASSERT_TRUE(story.job("later", {}, {"h"}, 2s));
    EXPECT_EQ(story.told(), Lines{});
    EXPECT_EQ(story.scheduler.stats().delayed, 1U);
    EXPECT_EQ(story.scheduler.next_wake(), story.now + 2s);
    story.pass(2s);
    EXPECT_EQ(story.told(), Lines{"start later on a"});
}

TEST(PoolScheduler, RefusesMoreJobsThanItsQueueHolds) {
    SchedulerOptions options;
    options.max_queue = 2;
    SchedulerStory story{options};
    ASSERT_TRUE(story.job("1"));
    ASSERT_TRUE(story.job("2"));
    const auto refused = story.job("3");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::queue_full);
    EXPECT_EQ(refused.error().fact("limit"), "2");
    story.cancel("1");
    EXPECT_TRUE(story.job("3"));
}

TEST(PoolScheduler, RefusesAnIdThatIsInUse) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.job("1").error().code, Errc::invalid_argument);
    story.server("a");
    story.told();
    EXPECT_EQ(story.job("1").error().code, Errc::invalid_argument) << "running";
    story.done("1");
    EXPECT_TRUE(story.job("1"));
}

TEST(PoolScheduler, AJobGivesUpWaitingWhenItShall) {
    SchedulerStory story;
    story.server("a");
    story.down("a");
    JobRules rules;
    rules.wait_limit = 5s;
    ASSERT_TRUE(story.job("1", rules));
    story.pass(4s);
    EXPECT_EQ(story.told(), Lines{});
    story.pass(1s);
    EXPECT_EQ(story.told(), Lines{"end 1 failed"});
    EXPECT_EQ(story.error_of_last_end().code, Errc::timeout);
}

TEST(PoolScheduler, AWaitingJobCanBeMovedForward) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("1"));
    ASSERT_TRUE(story.job("2"));
    ASSERT_TRUE(story.scheduler.change_rules(JobId{"2"}, std::make_shared<JobRules>(test::with_priority(3))));
    story.server("a");
    EXPECT_EQ(story.told(), Lines{"start 2 on a"});
    EXPECT_FALSE(story.scheduler.change_rules(JobId{"2"}, std::make_shared<JobRules>())) << "it runs already";
}

}  // namespace
}  // namespace divan
