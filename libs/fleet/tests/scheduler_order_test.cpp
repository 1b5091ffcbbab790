#include <gtest/gtest.h>

#include "support/scheduler_story.hpp"

// In which order jobs start, and where.
namespace divan {
namespace {

using test::Lines;
using test::only_on;
using test::SchedulerStory;
using test::with_priority;
using namespace std::chrono_literals;

TEST(PoolScheduler, StartsTheHighestPriorityFirstAndEqualOnesInTheirOrder) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("low", with_priority(-1)));
    ASSERT_TRUE(story.job("first"));
    ASSERT_TRUE(story.job("second"));
    ASSERT_TRUE(story.job("urgent", with_priority(10)));
    story.server("a");
    Lines order;
    for (const std::string job : {"urgent", "first", "second", "low"}) {
        for (const std::string& line : story.told())
            if (line.starts_with("start")) order.push_back(line);
        story.done(job);
    }
    EXPECT_EQ(order, (Lines{"start urgent on a", "start first on a", "start second on a", "start low on a"}));
}

TEST(PoolScheduler, StartsTheLowestWeightAmongEqualPriorities) {
    SchedulerStory story;
    for (const auto& [name, weight] : {std::pair{"heavy", 10.0}, {"light", 1.0}, {"middle", 5.0}}) {
        JobRules rules;
        rules.weight = weight;
        ASSERT_TRUE(story.job(name, rules));
    }
    story.server("a").server("b").server("c");
    EXPECT_EQ(story.told(), (Lines{"start light on a", "start middle on b", "start heavy on c"}));
}

TEST(PoolScheduler, GivesChoosyJobsTheirServerBeforeOthersTakeIt) {
    SchedulerStory story;
    ASSERT_TRUE(story.job("anywhere"));
    ASSERT_TRUE(story.job("choosy", only_on({"a"})));
    story.server("a").server("b");
    EXPECT_EQ(story.told(), (Lines{"start choosy on a", "start anywhere on b"}));
}

TEST(PoolScheduler, AThousandJobsWithoutServerDoNotHideTheNextOne) {
    SchedulerStory story;
    story.server("a").server("b");
    story.down("a");
    for (int i = 0; i < 1'000; ++i)
        ASSERT_TRUE(story.job("stuck" + std::to_string(i), only_on({"a"}), {"h" + std::to_string(i % 7)}));
    ASSERT_TRUE(story.job("runs", with_priority(-5)));
    EXPECT_EQ(story.told(), Lines{"start runs on b"});
}

TEST(PoolScheduler, EachServerGetsOneJobAtATimeUnlessItIsDeeper) {
    SchedulerStory story;
    story.server("a", 1).server("b", 2);
    for (const std::string job : {"1", "2", "3", "4"}) ASSERT_TRUE(story.job(job));
    EXPECT_EQ(story.told(), (Lines{"start 1 on a", "start 2 on b", "start 3 on b"})) << "idle ones first";
    story.done("2");
    EXPECT_EQ(story.told(), (Lines{"end 2 completed", "start 4 on b"}));
}

TEST(PoolScheduler, LeavesServersAloneThatWorkForOthers) {
    SchedulerStory story;
    story.server("a");
    story.up("a", 1);
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.told(), Lines{});
    story.up("a", 0);
    EXPECT_EQ(story.told(), Lines{"start 1 on a"});
}

TEST(PoolScheduler, PrefersServersButTakesOthersWhenTheyAreBusy) {
    SchedulerStory story;
    story.server("a").server("b");
    JobRules rules;
    rules.servers.servers = {ServerId{"b"}};
    ASSERT_TRUE(story.job("1", rules));
    ASSERT_TRUE(story.job("2", rules));
    EXPECT_EQ(story.told(), (Lines{"start 1 on b", "start 2 on a"}));
}

TEST(PoolScheduler, InsistsOnRequiredServersAndNeverTakesExcludedOnes) {
    SchedulerStory story;
    story.server("a").server("b");
    JobRules without_a;
    without_a.servers.excluded = {ServerId{"a"}};
    ASSERT_TRUE(story.job("1", only_on({"b"})));
    ASSERT_TRUE(story.job("2", without_a));
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
    story.done("1");
    EXPECT_EQ(story.told(), (Lines{"end 1 completed", "start 2 on b"}));
}

TEST(PoolScheduler, CombinesIncludedAndExcludedServers) {
    SchedulerStory story;
    story.server("a").server("b").server("c");
    JobRules rules = only_on({"a", "b"});
    rules.servers.excluded = {ServerId{"a"}};
    ASSERT_TRUE(story.job("1", rules));
    ASSERT_TRUE(story.job("2", rules));
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
}

TEST(PoolScheduler, SendsAWorkflowToTheServersOfItsAffinity) {
    SchedulerStory story;
    story.server("a").server("b");
    Affinity affinity;
    affinity.servers = {ServerId{"b"}};
    affinity.required = true;
    story.scheduler.set_affinity("video", affinity);
    ASSERT_TRUE(story.job("v1", {}, {"video"}));
    ASSERT_TRUE(story.job("v2", {}, {"video"}));
    ASSERT_TRUE(story.job("other", {}, {"still"}));
    EXPECT_EQ(story.told(), (Lines{"start v1 on b", "start other on a"}));
    EXPECT_TRUE(story.scheduler.remove_affinity("video"));
    story.done("other");
    EXPECT_EQ(story.told(), (Lines{"end other completed", "start v2 on a"})) << "without affinity, anywhere";
}

TEST(PoolScheduler, AJobsOwnListReplacesTheAffinity) {
    SchedulerStory story;
    story.server("a").server("b");
    Affinity affinity;
    affinity.servers = {ServerId{"b"}};
    affinity.required = true;
    story.scheduler.set_affinity("h", affinity);
    ASSERT_TRUE(story.job("1", only_on({"a"})));
    EXPECT_EQ(story.told(), Lines{"start 1 on a"});
}

TEST(PoolScheduler, TakesTheServerOfTheHighestPriorityAndTheJobsOwnViewOfIt) {
    SchedulerStory story;
    story.server("a", 1, 1).server("b", 1, 5).server("c", 1, 3);
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
    JobRules rules;
    rules.server_priorities = {{ServerId{"a"}, 9}};
    ASSERT_TRUE(story.job("2", rules));
    EXPECT_EQ(story.told(), Lines{"start 2 on a"});
}

TEST(PoolScheduler, BindsAVariantOnlyWhenAServerIsFree) {
    SchedulerStory story;
    story.server("big").server("small");
    story.scheduler.set_unfit(ServerId{"small"}, "fp16", "too large");  // no effect: not known yet
    Affinity on_big, on_small;
    on_big.servers = {ServerId{"big"}};
    on_small.servers = {ServerId{"small"}};
    on_big.required = on_small.required = true;
    story.scheduler.set_affinity("fp16", on_big);
    story.scheduler.set_affinity("gguf", on_small);
    ASSERT_TRUE(story.job("1", {}, {"fp16", "gguf"}));
    ASSERT_TRUE(story.job("2", {}, {"fp16", "gguf"}));
    ASSERT_TRUE(story.job("3", {}, {"fp16", "gguf"}));
    EXPECT_EQ(story.told(), (Lines{"start 1 on big", "start 2 on small"}));
    story.done("2");
    EXPECT_EQ(story.told(), (Lines{"end 2 completed", "start 3 on small"}));
    EXPECT_EQ(std::get<StartJob>(story.actions[1]).variant, 1U);
}

TEST(PoolScheduler, SwitchesItsModeWhileItRuns) {
    SchedulerStory story;
    story.server("a", 10).server("b", 10).server("c", 10);
    story.up("a", 4);
    story.up("b", 1);
    story.up("c", 2);
    ASSERT_TRUE(story.job("waits"));
    EXPECT_EQ(story.told(), Lines{}) << "idle first: nobody is idle";
    story.scheduler.set_mode(PlacementMode::lowest_queue, false);
    EXPECT_EQ(story.told(), Lines{"start waits on b"});
    ASSERT_TRUE(story.job("next"));
    EXPECT_EQ(story.told(), Lines{"start next on b"}) << "2 and 2: the first one";
    story.scheduler.set_mode(PlacementMode::round_robin, false);
    for (const std::string job : {"x", "y", "z"}) ASSERT_TRUE(story.job(job));
    EXPECT_EQ(story.told(), (Lines{"start x on a", "start y on b", "start z on c"}));
}

TEST(PoolScheduler, PutsAWorkflowWhereItRanFastest) {
    SchedulerOptions options;
    options.by_duration = true;
    SchedulerStory story{options};
    story.server("slow").server("fast");
    ASSERT_TRUE(story.job("1"));
    ASSERT_TRUE(story.job("2"));
    EXPECT_EQ(story.told(), (Lines{"start 1 on slow", "start 2 on fast"}));
    story.done("1", 900ms);
    story.done("2", 100ms);
    ASSERT_TRUE(story.job("3"));
    EXPECT_EQ(story.told().back(), "start 3 on fast");
}

TEST(PoolScheduler, LetsTheCallerChooseTheServer) {
    SchedulerStory story;
    story.server("a").server("b");
    ChooseServer choose = [](std::span<const ServerView> servers,
                             const JobView& job) -> std::optional<ServerId> {
        if (job.id.str() == "never") return std::nullopt;
        if (job.id.str() == "wrong") return ServerId{"elsewhere"};
        return servers.back().id;
    };
    story.scheduler.set_placement(make_placement(choose), true);
    ASSERT_TRUE(story.job("1"));
    EXPECT_EQ(story.told(), Lines{"start 1 on b"});
    ASSERT_TRUE(story.job("never", only_on({"a"})));
    EXPECT_EQ(story.told(), Lines{});
    ASSERT_TRUE(story.cancel("never"));
    ASSERT_TRUE(story.job("wrong"));
    EXPECT_EQ(story.told(), Lines{"end never cancelled"});
}

}  // namespace
}  // namespace divan
