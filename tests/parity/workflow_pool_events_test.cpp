#include "workflow_pool_stage.hpp"

// parity table, section 14: what a WorkflowPool tells
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

using Lines = std::vector<std::string>;

TEST_F(ParityWorkflowPool, Events) {
    engine();
    pool = std::make_unique<WorkflowPool>(io.get_executor(), quick_options());
    const auto subscription = pool->watch(diary());
    ASSERT_TRUE(pool->add_server(server(0)));
    ASSERT_TRUE(all_stable());
    EXPECT_EQ(about("a"), (Lines{"added", "connecting", "connected", "stable"}));
    EXPECT_EQ(std::ranges::count(told, "ready"), 1);
    enqueue(sleepy(0.1, 4, 1, true), named("good"));
    end_of(JobId{"good"});
    EXPECT_EQ(about("good"), (Lines{"queued", "assigned", "accepted", "started", "output", "completed"}));
    EXPECT_GE(progress, 4);
    EXPECT_GE(previews, 1);
    JobOptions twice = named("bad");
    twice.rules.retry.max_attempts = 2;
    SmartFailover strategy;
    enqueue(raising("value"), named("bad", one_attempt()));
    end_of(JobId{"bad"});
    EXPECT_EQ(about("bad"), (Lines{"queued", "assigned", "accepted", "started", "failed"}));
    EXPECT_EQ(about("a"),
              (Lines{"added", "connecting", "connected", "stable", "busy", "idle", "busy", "idle"}));
}

TEST_F(ParityWorkflowPool, EventsOfRetriesAndCancels) {
    test::EngineTraits traits;
    traits.faults = "[[fault]]\nnode = \"EmptyImage\"\ndo = \"raise\"\ntimes = 1\n";
    engine(traits);
    engine();
    pool_of_engines();
    const auto subscription = pool->watch(diary());
    enqueue(picture(1), named("again"));
    end_of(JobId{"again"});
    EXPECT_EQ(about("again"), (Lines{"queued", "assigned", "accepted", "started", "failed, will retry",
                                     "retrying", "assigned", "accepted", "started", "output", "completed"}));
    enqueue(sleepy(30, 100), named("gone"));
    ASSERT_TRUE(until([&] { return pool->job(JobId{"gone"})->status == JobStatus::running; }));
    pool->cancel(JobId{"gone"});
    end_of(JobId{"gone"});
    EXPECT_EQ(std::ranges::count(told, "cancelled gone"), 1);
    EXPECT_EQ(std::ranges::count(told, "failed gone"), 0);
}

TEST_F(ParityWorkflowPool, JobStarted) {
    pool_of(1);
    const auto subscription = pool->watch(diary());
    enqueue(picture(1), named("quick"));  // without progress
    end_of(JobId{"quick"});
    EXPECT_EQ(std::ranges::count(told, "started quick"), 1);
}

TEST_F(ParityWorkflowPool, EventsOfOneJob) {
    pool_of(1);
    enqueue(sleepy(0.2), named("mine"));
    const auto subscription = pool->watch(JobId{"mine"}, diary());
    ASSERT_TRUE(subscription);
    enqueue(picture(1), named("other"));
    end_of(JobId{"other"});
    std::erase(told, "assigned mine");  // may have been before we listened
    EXPECT_EQ(about("mine"), (Lines{"accepted", "started", "output", "completed"}));
    EXPECT_EQ(about("other"), Lines{});
    EXPECT_FALSE(pool->watch(JobId{"mine"}, PoolEvents{})) << "it has ended";
}

TEST_F(ParityWorkflowPool, TheLastWordIsSaidOnceForFiftyFastJobs) {
    WorkflowPoolOptions options = quick_options();
    options.servers.depth = 2;
    pool_of(2, std::move(options));
    const auto subscription = pool->watch(diary());
    for (int i = 0; i < 50; ++i) enqueue(picture(i), named("j" + std::to_string(i) + "."));
    for (int i = 0; i < 50; ++i) end_of(JobId{"j" + std::to_string(i) + "."});
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(about("j" + std::to_string(i) + "."),
                  (Lines{"queued", "assigned", "accepted", "started", "output", "completed"}));
}

}  // namespace
}  // namespace divan
