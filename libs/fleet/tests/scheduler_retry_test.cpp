#include <gtest/gtest.h>

#include "support/scheduler_story.hpp"

// What follows when tries fail and servers leave.
namespace divan {
namespace {

using test::Lines;
using test::only_on;
using test::SchedulerStory;
using namespace std::chrono_literals;

Failure uncounted() {
    Failure failure{FailureKind::transient};
    failure.counts = false;
    failure.connection = true;
    return failure;
}

TEST(PoolScheduler, TriesElsewhereAfterAFailure) {
    SchedulerStory story;
    story.server("a").server("b");
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.told(), Lines{"start 1 on a"});
    story.fails("1");
    EXPECT_EQ(story.told(), (Lines{"block h on a", "retry 1 in 1000"}));
    story.pass(1s);
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
}

TEST(PoolScheduler, RunsOnTheOnlyServerAgainWhenItsCoolDownEnds) {
    SchedulerStory story;
    story.server("a");
    ASSERT_TRUE(story.job("1"));
    story.told();
    story.fails("1");
    story.told();
    EXPECT_EQ(story.scheduler.next_wake(), story.now + 1s);
    story.pass(1s);
    EXPECT_EQ(story.told(), Lines{}) << "the pair is blocked";
    EXPECT_EQ(story.scheduler.next_wake(), story.now + 59s) << "the pool wakes by itself";
    story.pass(59s);
    EXPECT_EQ(story.told(), (Lines{"unblock h on a", "start 1 on a"}));
}

TEST(PoolScheduler, BlocksAtExactlySoManyFailuresAndOnlyThatWorkflow) {
    SmartFailoverOptions failover;
    failover.failures_before_block = 2;
    SchedulerStory story{{}, failover};
    story.server("a");
    JobRules rules;
    rules.retry.delay = 0ms;
    ASSERT_TRUE(story.job("1", rules));
    story.told();
    story.fails("1");
    EXPECT_EQ(story.told(), (Lines{"retry 1 in 0", "start 1 on a"}));
    story.fails("1");
    EXPECT_EQ(story.told(), (Lines{"block h on a", "retry 1 in 0"}));
    ASSERT_TRUE(story.job("2", {}, {"other"}));
    EXPECT_EQ(story.told(), Lines{"start 2 on a"});
}

TEST(PoolScheduler, ASuccessForgetsEarlierFailures) {
    SmartFailoverOptions failover;
    failover.failures_before_block = 2;
    SchedulerStory story{{}, failover};
    story.server("a");
    JobRules rules;
    rules.retry.delay = 0ms;
    for (const std::string job : {"1", "2"}) {
        ASSERT_TRUE(story.job(job, rules));
        story.told();
        story.fails(job);
        EXPECT_EQ(story.told(), (Lines{"retry " + job + " in 0", "start " + job + " on a"}));
        story.done(job);
        EXPECT_EQ(story.told(), Lines{"end " + job + " completed"});
    }
}

TEST(PoolScheduler, GivesUpAfterSoManyCountedAttempts) {
    SchedulerStory story;
    story.server("a").server("b").server("c");
    JobRules rules;
    rules.retry.max_attempts = 2;
    rules.retry.delay = 0ms;
    ASSERT_TRUE(story.job("1", rules));
    story.told();
    story.fails("1", uncounted());
    EXPECT_EQ(story.told(), (Lines{"retry 1 in 0", "start 1 on b"}));
    story.fails("1");
    EXPECT_EQ(story.told().back(), "start 1 on c");
    story.fails("1");
    EXPECT_EQ(story.told(), (Lines{"block h on c", "end 1 failed"}));
    EXPECT_EQ(story.error_of_last_end().code, Errc::execution_failed);
    EXPECT_EQ(story.error_of_last_end().fact("attempts"), "3");
}

TEST(PoolScheduler, UncountedTriesHaveALimitToo) {
    SchedulerStory story;
    story.server("a");
    JobRules rules;
    rules.retry.delay = 0ms;
    rules.retry.max_uncounted = 3;
    ASSERT_TRUE(story.job("1", rules));
    int starts = 0;
    for (int i = 0; i < 10; ++i) {
        for (const auto& line : story.told()) starts += line.starts_with("start") ? 1 : 0;
        story.fails("1", uncounted());
    }
    EXPECT_EQ(starts, 4);
    EXPECT_EQ(story.scheduler.stats().failed, 1U);
}

TEST(PoolScheduler, DelaysGrowWhenTheyShall) {
    RetryPolicy policy;
    policy.delay = 100ms;
    policy.factor = 2;
    policy.delay_cap = 350ms;
    EXPECT_EQ(policy.delay_after(1), 100ms);
    EXPECT_EQ(policy.delay_after(2), 200ms);
    EXPECT_EQ(policy.delay_after(3), 350ms);
    policy.factor = 1;
    EXPECT_EQ(policy.delay_after(7), 100ms);
}

TEST(PoolScheduler, AnInvalidWorkflowFailsAtOnce) {
    SchedulerStory story;
    story.server("a").server("b");
    ASSERT_TRUE(story.job("1"));
    story.told();
    story.fails("1", Failure{FailureKind::workflow_invalid});
    EXPECT_EQ(story.told(), Lines{"end 1 failed"}) << "nobody is blocked for it";
}

TEST(PoolScheduler, GoesWhereItFitsAndNamesTheReasonsWhenItFitsNowhere) {
    SchedulerStory story;
    story.server("a").server("b").server("c");
    JobRules rules;
    rules.servers.excluded = {ServerId{"c"}};
    ASSERT_TRUE(story.job("1", rules));
    story.told();
    Failure incompatible{FailureKind::server_incompatible};
    incompatible.counts = false;
    story.fails("1", incompatible);
    EXPECT_EQ(story.told(), (Lines{"retry 1 in 0", "start 1 on b"}));
    story.fails("1", incompatible);
    EXPECT_EQ(story.told(), Lines{"end 1 failed"});
    const Error& error = story.error_of_last_end();
    EXPECT_EQ(error.code, Errc::no_server_fits);
    EXPECT_EQ(error.fact("a"), "it broke");
    EXPECT_EQ(error.fact("c"), "the job excludes it");
    EXPECT_EQ(error.fact("workflow_hash"), "h");
}

TEST(PoolScheduler, WaitingJobsFailWhenTheirLastServerTurnsOutUnfit) {
    SchedulerStory story;
    story.server("a").server("b");
    story.down("a");
    ASSERT_TRUE(story.job("1", only_on({"a"})));
    ASSERT_TRUE(story.job("2", only_on({"a"})));
    EXPECT_EQ(story.told(), Lines{}) << "it may come back";
    story.scheduler.set_unfit(ServerId{"a"}, "h", "it lacks node class 'X'");
    EXPECT_EQ(story.told(), (Lines{"end 1 failed", "end 2 failed"}));
    EXPECT_EQ(story.error_of_last_end().fact("a"), "it lacks node class 'X'");
}

TEST(PoolScheduler, RemovingTheLastCapableServerFailsItsJobs) {
    SchedulerStory story;
    story.server("a").server("b");
    story.down("a");
    ASSERT_TRUE(story.job("1", only_on({"a"})));
    story.scheduler.remove_server(ServerId{"a"});
    EXPECT_EQ(story.told(), (Lines{"left a", "end 1 failed"}));
}

TEST(PoolScheduler, WaitsWhileThePoolIsEmpty) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.told(), Lines{});
    story.server("a");
    EXPECT_EQ(story.told(), Lines{"start 1 on a"});
}

TEST(PoolScheduler, TakesJobsBackFromAServerThatIsRemoved) {
    SchedulerStory story;
    story.server("a").server("b");
    story.down("b");
    ASSERT_TRUE(story.job("1"));
    story.told();
    story.scheduler.remove_server(ServerId{"a"});
    EXPECT_EQ(story.told(), Lines{"stop 1 on a"});
    story.fails("1", uncounted());
    EXPECT_EQ(story.told(), (Lines{"left a", "retry 1 in 0"}));
    story.up("b");
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
}

TEST(PoolScheduler, WithoutFailoverOneTryIsAll) {
    SchedulerStory story;
    story.server("a").server("b");
    JobRules rules;
    rules.failover = false;
    ASSERT_TRUE(story.job("1", rules));
    story.told();
    story.fails("1", uncounted());
    EXPECT_EQ(story.told(), Lines{"end 1 failed"});
}

}  // namespace
}  // namespace divan
