#include "support/jobs_fixture.hpp"

#include <algorithm>

#include <divan/store/retention.hpp>

#include "result_cache.hpp"

namespace divan::durable {
namespace {

using store::Phase;

class Cache : public JobsTest {
protected:
    void SetUp() override {
        add_engine();
        start();
    }
    bool was_hit(const JobId& id) {
        const auto kinds = events(id);
        return std::ranges::find(kinds, "cache_hit") != kinds.end();
    }
};

TEST_F(Cache, AnEqualJobTakesTheResultAndIsMarked) {
    const JobId first = submit(red_fox(7, "one"));
    ASSERT_EQ(end_of(first).phase, Phase::succeeded);
    const JobId second = submit(red_fox(7, "two"));
    ASSERT_EQ(end_of(second).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    EXPECT_TRUE(was_hit(second));
    EXPECT_FALSE(was_hit(first));
    ASSERT_EQ(outputs(second).size(), 1u);
    EXPECT_EQ(outputs(second)[0].hash, outputs(first)[0].hash);
    EXPECT_NE(outputs(second)[0].asset, outputs(first)[0].asset) << "each has a record of its own";
    EXPECT_NE(outputs(second)[0].details.find(first.str()), std::string::npos);
}

TEST_F(Cache, EqualJobsUnderWayShareOneRun) {
    std::vector<JobId> ids;
    for (int i = 0; i < 10; ++i) ids.push_back(submit(sleeping_fox(0.5)));
    for (const JobId& id : ids) EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
}

TEST_F(Cache, FollowersLeaveTheirServerToOthers) {
    for (int i = 0; i < 6; ++i) submit(sleeping_fox(1.5));
    ASSERT_TRUE(until([&] { return dispatcher->counts().claimed == 6; }));
    const JobId other = submit(red_fox());
    ASSERT_TRUE(until([&] { return job(other).phase >= Phase::submitted; })) << "there is a slot for it";
    EXPECT_EQ(end_of(other).phase, Phase::succeeded);
}

TEST_F(Cache, WhenTheOneThatRunsFailsTheNextOneRuns) {
    faults("[[fault]]\nnode = \"TrapSleep\"\ndo = \"raise\"\nstep = 2\ntimes = 1\n");
    const JobId first = submit(sleeping_fox(0.5)), second = submit(sleeping_fox(0.5));
    std::vector<Phase> ends{end_of(first).phase, end_of(second).phase};
    std::ranges::sort(ends);
    EXPECT_EQ(ends, (std::vector{Phase::succeeded, Phase::failed}));
    EXPECT_EQ(runs(), 2u);
}

TEST_F(Cache, RandomSeedsAndJobsThatDoNotWantItRunAnew) {
    ASSERT_EQ(end_of(submit(red_fox())).phase, Phase::succeeded);
    SubmitRequest request{json_of(red_fox())};
    request.use_cache = false;
    const JobId anew = submit(std::move(request));
    ASSERT_EQ(end_of(anew).phase, Phase::succeeded);
    EXPECT_FALSE(was_hit(anew));
    EXPECT_EQ(runs(), 2u);
}

TEST_F(Cache, AnotherOwnerTakesNothing) {
    ASSERT_EQ(end_of(submit(red_fox())).phase, Phase::succeeded);
    owner = "bob";
    const JobId theirs = submit(red_fox());
    ASSERT_EQ(end_of(theirs).phase, Phase::succeeded);
    EXPECT_FALSE(was_hit(theirs));
}

TEST_F(Cache, ResultsAreFoundAgainAfterARestart) {
    ASSERT_EQ(end_of(submit(red_fox())).phase, Phase::succeeded);
    crash();
    start();
    const JobId again = submit(red_fox());
    ASSERT_EQ(end_of(again).phase, Phase::succeeded);
    EXPECT_TRUE(was_hit(again));
}

TEST_F(Cache, ARemovedResultIsComputedAnew) {
    const JobId first = submit(red_fox());
    ASSERT_EQ(end_of(first).phase, Phase::succeeded);
    get(store::remove_job(*store, first, owner));
    const JobId second = submit(red_fox());
    ASSERT_EQ(end_of(second).phase, Phase::succeeded);
    EXPECT_FALSE(was_hit(second));
    EXPECT_EQ(runs(), 2u);
}

TEST(ResultCache, ForgetsWhatWasUsedLeastLately) {
    ResultCache cache{2};
    cache.add("a", JobId{"1"});
    cache.add("b", JobId{"2"});
    EXPECT_TRUE(cache.find("a"));
    cache.add("c", JobId{"3"});
    EXPECT_FALSE(cache.find("b"));
    EXPECT_EQ(cache.find("a"), JobId{"1"});
    EXPECT_EQ(cache.size(), 2u);
    cache.add("", JobId{"4"});
    EXPECT_EQ(cache.size(), 2u);
}

TEST(ResultCache, OneLeadsAndTheOthersHearOfItsEnd) {
    ResultCache cache{2};
    EXPECT_TRUE(cache.lead("a", JobId{"1"}));
    EXPECT_FALSE(cache.lead("a", JobId{"2"}));
    int heard = 0;
    cache.await_leader("a", [&] { ++heard; });
    cache.finish("a", JobId{"2"});
    EXPECT_EQ(heard, 0) << "that one does not lead";
    cache.finish("a", JobId{"1"});
    EXPECT_EQ(heard, 1);
    EXPECT_TRUE(cache.lead("a", JobId{"2"}));
}

}  // namespace
}  // namespace divan::durable
