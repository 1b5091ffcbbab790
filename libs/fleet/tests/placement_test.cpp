#include <divan/fleet/placement.hpp>

#include <gtest/gtest.h>

#include <divan/fleet/duration_table.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

ServerView view(const std::string& id, int queue = 0, double priority = 0) {
    ServerView server;
    server.id = ServerId{id};
    server.queue_length = queue;
    server.priority = priority;
    return server;
}

std::string choice(Placement& placement, const std::vector<ServerView>& servers) {
    return placement.choose(servers, JobView{}).value_or(ServerId{"none"}).str();
}

TEST(Placement, TakesTheShortestQueueAndOfEqualOnesTheFirst) {
    const auto placement = make_placement(PlacementMode::lowest_queue);
    EXPECT_EQ(choice(*placement, {view("a", 3), view("b", 1), view("c", 1)}), "b");
}

TEST(Placement, TakesTurnsThoughServersComeAndGo) {
    const auto placement = make_placement(PlacementMode::round_robin);
    EXPECT_EQ(choice(*placement, {view("a"), view("b"), view("c")}), "a");
    EXPECT_EQ(choice(*placement, {view("b"), view("c")}), "b");
    EXPECT_EQ(choice(*placement, {view("a"), view("b"), view("c")}), "c");
    EXPECT_EQ(choice(*placement, {view("a"), view("b"), view("c")}), "a");
}

TEST(Placement, PreferredComeBeforePriorityAndPriorityBeforeTheMode) {
    const auto placement = make_placement(PlacementMode::lowest_queue);
    std::vector<ServerView> servers{view("a", 0, 1), view("b", 9, 5), view("c", 9, 0)};
    EXPECT_EQ(choice(*placement, servers), "b");
    servers[2].preferred = true;
    EXPECT_EQ(choice(*placement, servers), "c");
}

TEST(Placement, FastestFirstButOneThatNeverRanItFirstOfAll) {
    const auto placement = make_placement(PlacementMode::lowest_queue, true);
    std::vector<ServerView> servers{view("a"), view("b"), view("c")};
    servers[0].mean_duration = 3s;
    servers[1].mean_duration = 1s;
    EXPECT_EQ(choice(*placement, servers), "c");
    servers[2].mean_duration = 2s;
    EXPECT_EQ(choice(*placement, servers), "b");
}

TEST(Placement, ACallersChoiceMustBeOneOfThem) {
    std::optional<ServerId> wish = ServerId{"b"};
    const auto placement = make_placement([&](std::span<const ServerView>, const JobView&) { return wish; });
    EXPECT_EQ(choice(*placement, {view("a"), view("b")}), "b");
    wish = ServerId{"elsewhere"};
    EXPECT_EQ(choice(*placement, {view("a"), view("b")}), "none");
    wish.reset();
    EXPECT_EQ(choice(*placement, {view("a")}), "none");
}

TEST(DurationTable, FollowsAServerThatBecomesSlower) {
    DurationTable table;
    const ServerId a{"a"};
    EXPECT_EQ(table.mean(a, "h"), std::nullopt);
    table.note(a, "h", 100ms);
    EXPECT_EQ(table.mean(a, "h"), 100ms);
    table.note(a, "h", 200ms);
    EXPECT_EQ(table.mean(a, "h"), 130ms);
    for (int i = 0; i < 30; ++i) table.note(a, "h", 200ms);
    EXPECT_GE(*table.mean(a, "h"), 199ms);
    EXPECT_EQ(table.mean(ServerId{"b"}, "h"), std::nullopt);
    table.forget(a);
    EXPECT_EQ(table.mean(a, "h"), std::nullopt);
}

TEST(DurationTable, ForgetsTheWorkflowThatWasSeenLongestAgo) {
    DurationTable table{2};
    const ServerId a{"a"};
    table.note(a, "old", 1ms);
    table.note(a, "used", 1ms);
    table.note(a, "old", 1ms);
    table.note(a, "new", 1ms);
    EXPECT_EQ(table.size(), 2U);
    EXPECT_TRUE(table.mean(a, "old") && table.mean(a, "new"));
    EXPECT_FALSE(table.mean(a, "used"));
}

}  // namespace
}  // namespace divan
