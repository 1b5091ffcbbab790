#include <algorithm>

#include "support/jobs_fixture.hpp"
#include "support/moody_store.hpp"

namespace divan::durable {
namespace {

using store::Phase;

/// Gateways that lose their store, or their jobs.
class Lease : public JobsTest {
protected:
    void SetUp() override {
        add_engine();
        open();
        moody = std::make_unique<MoodyStore>(*store);
    }
    void TearDown() override {
        first.reset();
        second.reset();
        test::settle(io, 200ms);
    }
    std::unique_ptr<Dispatcher> gateway(DispatchTimes times) {
        DispatcherConfig settings = config;
        settings.times = times;
        auto made = std::make_unique<Dispatcher>(io.get_executor(), *moody, *assets, settings, silent);
        get(made->start());
        return made;
    }
    /// As if the process had been stopped: its gateway notices nothing by itself.
    DispatchTimes blind() const {
        DispatchTimes times = config.times;
        times.reap = 1h;
        times.heartbeat = 1h;
        return times;
    }

    std::unique_ptr<MoodyStore> moody;
    std::unique_ptr<Dispatcher> first, second;
};

TEST_F(Lease, AStoreThatIsAwayForAWhileCostsNoSecondRun) {
    DispatchTimes times = config.times;
    times.self_fence = 400ms;
    first = gateway(times);
    const JobId id = submit(sleeping_fox(0.6));
    ASSERT_TRUE(until_phase(id, Phase::running));
    moody->away = true;
    ASSERT_TRUE(until([&] { return !first->ready(); })) << "it fences itself off";
    test::settle(io, 800ms);
    EXPECT_EQ(job(id).phase, Phase::running);
    moody->away = false;
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_TRUE(first->ready());
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(attempts(id).size(), 1u);
}

TEST_F(Lease, WithoutAHeartbeatNothingIsClaimedAndNothingIsWritten) {
    DispatchTimes times = blind();
    times.self_fence = 2s;
    first = gateway(times);
    const JobId before = submit(sleeping_fox(3.0));
    ASSERT_TRUE(until_phase(before, Phase::running));
    ASSERT_TRUE(until([&] { return !first->ready(); }));
    const JobId after = submit(red_fox());
    test::settle(io, 2s);
    EXPECT_EQ(job(before).phase, Phase::running) << "its result is not published";
    EXPECT_EQ(job(after).phase, Phase::queued);
}

TEST_F(Lease, AGatewayWhoseJobsWereTakenOverPublishesNothing) {
    first = gateway(blind());
    const JobId id = submit(sleeping_fox(1.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    second = gateway(config.times);
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(second->counts().succeeded, 1u);
    EXPECT_EQ(second->counts().adopted, 1u);
    ASSERT_TRUE(until([&] { return first->counts().lost == 1; }));
    EXPECT_EQ(first->counts().succeeded, 0u);
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(outputs(id).size(), 1u);
    const auto kinds = events(id);
    EXPECT_EQ(std::ranges::count(kinds, "succeeded"), 1);
}

TEST_F(Lease, AnIdleGatewayAsksAFewTimesASecondAndNoMore) {
    first = gateway(config.times);
    ASSERT_TRUE(until([&] { return first->servers()[0].takes_jobs; }));
    const int before = moody->writes;
    test::settle(io, 1s);
    EXPECT_LE(moody->writes - before, 35) << "heartbeats, claims of nothing and looks for dead gateways";
}

}  // namespace
}  // namespace divan::durable
