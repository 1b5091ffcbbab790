#include <gtest/gtest.h>

#include <divan/jobs/verdict.hpp>

namespace divan::durable {
namespace {

using namespace std::chrono_literals;
using enum FailureClass;

const ServerId kHere{"gpu-1"}, kThere{"gpu-2"};

FailedJob failed_on(std::vector<ServerId> able = {kHere, kThere}) {
    FailedJob failed;
    failed.server = kHere;
    failed.message = "node 3 (KSampler) raised ValueError";
    failed.able = std::move(able);
    return failed;
}

store::Attempt earlier(FailureClass failure, ServerId server, std::string message = "other words") {
    store::Attempt attempt;
    attempt.outcome = name(failure);
    attempt.server = std::move(server);
    attempt.message = std::move(message);
    return attempt;
}

struct Row {
    FailureClass failure;
    bool again, counted, avoids;
    Penalty penalty;
};

TEST(Verdict, FollowsTheTableOfClassesForAFirstFailure) {
    const Row rows[] = {
        {unreachable, true, false, true, Penalty::fault},
        {in_doubt, true, false, true, Penalty::fault},
        {superseded, true, false, false, Penalty::none},
        {missing_model, true, false, true, Penalty::none},
        {missing_node, true, false, true, Penalty::none},
        {invalid_workflow, false, true, false, Penalty::none},
        {validation_crash, true, true, true, Penalty::none},
        {partial_validation, false, true, false, Penalty::none},
        {server_misconfigured, true, false, true, Penalty::ejected},
        {too_large, true, false, true, Penalty::none},
        {server_busy, true, false, false, Penalty::none},
        {oom, true, true, true, Penalty::none},
        {gpu_broken, true, true, true, Penalty::until_restart},
        {server_disk_full, true, false, true, Penalty::ejected},
        {node_transient, true, true, true, Penalty::none},
        {upstream_denied, false, true, false, Penalty::none},
        {node_error, false, true, true, Penalty::none},
        {foreign_interrupt, true, false, true, Penalty::none},
        {dropped, true, false, false, Penalty::none},
        {server_restart, true, false, true, Penalty::none},
        {zombie, true, true, true, Penalty::until_restart},
        {no_output, true, true, false, Penalty::none},
        {bad_output, true, true, true, Penalty::fault},
        {suspect_output, true, true, true, Penalty::none},
        {timeout, true, true, true, Penalty::fault},
        {protocol, true, true, true, Penalty::grave_fault},
    };
    for (const Row& row : rows) {
        const Verdict verdict = judge(row.failure, failed_on(), 0.5);
        EXPECT_EQ(verdict.again, row.again) << name(row.failure);
        EXPECT_EQ(verdict.counted, row.counted) << name(row.failure);
        EXPECT_EQ(!verdict.avoid.empty(), row.avoids) << name(row.failure);
        EXPECT_EQ(verdict.penalty, row.penalty) << name(row.failure);
        EXPECT_FALSE(verdict.strike && row.failure != gpu_broken) << name(row.failure);
    }
    EXPECT_EQ(std::size(rows), 26u) << "a row for each class";
}

TEST(Verdict, AStrikeIsForThePromptThatRanWhenItsServerDied) {
    FailedJob running = failed_on();
    running.was_running = true;
    EXPECT_TRUE(judge(server_restart, running, 0).strike);
    EXPECT_TRUE(judge(server_restart, running, 0).counted);
    EXPECT_TRUE(judge(zombie, running, 0).strike);
    EXPECT_FALSE(judge(server_restart, failed_on(), 0).strike) << "it only waited there";
    EXPECT_FALSE(judge(dropped, running, 0).strike);
}

TEST(Verdict, TheSameWordsFromTwoServersArePermanent) {
    FailedJob failed = failed_on();
    failed.earlier = {earlier(node_transient, kThere, failed.message)};
    EXPECT_FALSE(judge(node_transient, failed, 0).again);
    failed.earlier = {earlier(node_transient, kHere, failed.message)};
    EXPECT_TRUE(judge(node_transient, failed, 0).again) << "it was the same server";
}

TEST(Verdict, MemoryThatRunsOutIsTriedTwice) {
    FailedJob failed = failed_on();
    failed.earlier = {earlier(oom, kThere)};
    EXPECT_FALSE(judge(oom, failed, 0).again);
}

TEST(Verdict, AfterMemoryRanOutTheRoomiestServerIsNext) {
    const ServerId large{"gpu-3"};
    FailedJob failed = failed_on({kHere, kThere, large});
    failed.roomiest = {large};
    EXPECT_EQ(judge(oom, failed, 0).avoid, (std::vector{kHere, kThere}));
    failed.job.avoid = {large};
    EXPECT_EQ(judge(oom, failed, 0).avoid, (std::vector{kHere, kThere})) << "whatever it did there before";
    failed.job.avoid.clear();
    failed.roomiest = {kHere, large};
    EXPECT_EQ(judge(oom, failed, 0).avoid, (std::vector{kHere, kThere}))
        << "an equal one that is not this one";
    failed.roomiest = {kHere};
    EXPECT_EQ(judge(oom, failed, 0).avoid, (std::vector{kThere, large})) << "its memory is free now";
    EXPECT_EQ(judge(node_transient, failed, 0).avoid, std::vector{kHere});
}

TEST(Verdict, TheFirstThreeForeignInterruptionsDoNotCount) {
    FailedJob failed = failed_on();
    failed.earlier.assign(2, earlier(foreign_interrupt, kThere));
    EXPECT_FALSE(judge(foreign_interrupt, failed, 0).counted);
    failed.earlier.assign(3, earlier(foreign_interrupt, kThere));
    EXPECT_TRUE(judge(foreign_interrupt, failed, 0).counted);
}

TEST(Verdict, WhatEveryServerLacksIsPermanent) {
    FailedJob failed = failed_on();
    failed.job.avoid = {kThere};
    EXPECT_FALSE(judge(missing_model, failed, 0).again);
    EXPECT_FALSE(judge(missing_node, failed_on({kHere}), 0).again);
}

TEST(Verdict, AnAvoidListThatLeavesNoServerIsDropped) {
    const Verdict verdict = judge(unreachable, failed_on({kHere}), 0.5);
    EXPECT_TRUE(verdict.again);
    EXPECT_TRUE(verdict.avoid.empty());
    EXPECT_GT(verdict.delay, 0ms) << "not at once to the one that was just away";
}

TEST(Verdict, ANodesExceptionIsTriedElsewhereWhereThatIsThePolicy) {
    FailedJob failed = failed_on();
    failed.retry_node_errors = true;
    EXPECT_TRUE(judge(node_error, failed, 0).again);
    failed.earlier = {earlier(node_error, kThere)};
    EXPECT_FALSE(judge(node_error, failed, 0).again) << "once";
}

TEST(Verdict, RetriesHaveABudget) {
    EXPECT_FALSE(over_retry_budget(2, 2));
    EXPECT_TRUE(over_retry_budget(3, 10));
    EXPECT_FALSE(over_retry_budget(19, 100));
    EXPECT_TRUE(over_retry_budget(20, 100));
}

TEST(Verdict, PausesDoubleUpToAMinuteAndAreDrawn) {
    EXPECT_EQ(backoff(0, 1.0), 1s);
    EXPECT_EQ(backoff(3, 1.0), 8s);
    EXPECT_EQ(backoff(6, 1.0), 60s);
    EXPECT_EQ(backoff(60, 1.0), 60s);
    EXPECT_EQ(backoff(3, 0.25), 2s);
    EXPECT_EQ(judge(unreachable, failed_on(), 0.9).delay, 0ms) << "elsewhere, at once";
}

}  // namespace
}  // namespace divan::durable
