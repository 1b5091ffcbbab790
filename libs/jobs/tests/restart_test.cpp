#include <algorithm>
#include <thread>

#include "support/jobs_fixture.hpp"

#include <divan/base/crash_point.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {
namespace {

using store::Phase;

/// Gateways and servers that go and come back.
class Restart : public JobsTest {
protected:
    void SetUp() override {
        add_engine();
        start();
    }
    void restart_gateway() {
        crash();
        start();
    }
};

TEST_F(Restart, ARunningPromptIsAdoptedAndRunsOnce) {
    const JobId id = submit(sleeping_fox(1.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    restart_gateway();
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(attempts(id).size(), 1u);
    EXPECT_EQ(outputs(id).size(), 1u);
    EXPECT_EQ(dispatcher->counts().adopted, 1u);
}

TEST_F(Restart, APromptThatEndedMeanwhileIsCollected) {
    const JobId id = submit(sleeping_fox(0.4));
    ASSERT_TRUE(until_phase(id, Phase::running));
    crash();
    std::this_thread::sleep_for(800ms);
    start();
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
}

TEST_F(Restart, AnOrderlyStopLeavesPromptsRunningForTheNext) {
    const JobId running = submit(sleeping_fox(1.0)), waiting = submit(sleeping_fox(0.1, 5)),
                queued = submit(red_fox());
    ASSERT_TRUE(until_phase(running, Phase::running));
    ASSERT_TRUE(until_phase(waiting, Phase::submitted));
    EXPECT_TRUE(stop());
    crash();
    start();
    for (const JobId& id : {running, waiting, queued}) EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 3u);
}

TEST_F(Restart, AStoppedDispatcherClaimsNothingMore) {
    const JobId first = submit(sleeping_fox(0.6)), second = submit(sleeping_fox(0.1, 5)),
                third = submit(red_fox());
    ASSERT_TRUE(until_phase(second, Phase::submitted));
    EXPECT_TRUE(stop());
    test::settle(io, 300ms);
    EXPECT_EQ(job(third).phase, Phase::queued);
    (void)first;
}

TEST_F(Restart, AnOrderlyStopFinishesTheFilesThatAreOnTheirWay) {
    faults("[[fault]]\nroute = \"GET /view\"\ndo = \"delay\"\nfor = \"800ms\"\n");
    const JobId id = submit(red_fox());
    ASSERT_TRUE(until_phase(id, Phase::collecting));
    EXPECT_TRUE(stop());
    EXPECT_EQ(job(id).phase, Phase::succeeded);
}

TEST_F(Restart, AServerThatIsKilledWhileItRunsOneGivesTheJobAStrike) {
    const JobId id = submit(sleeping_fox(2.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    const JobId pending = submit(sleeping_fox(0.1, 5));
    ASSERT_TRUE(until_phase(pending, Phase::submitted));
    restart_engine(0);
    EXPECT_EQ(end_of(pending).phase, Phase::succeeded);
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(job(id).strikes, 1);
    EXPECT_EQ(attempts(id)[0].outcome, "server_restart");
    EXPECT_TRUE(attempts(id)[0].counted);
    EXPECT_EQ(job(pending).strikes, 0) << "it only waited there";
    EXPECT_FALSE(attempts(pending)[0].counted);
}

TEST_F(Restart, AJobThatTakesItsServersDownIsPoison) {
    const JobId id = submit(sleeping_fox(30.0));
    for (int kill = 0; kill < 2; ++kill) {
        ASSERT_TRUE(until_phase(id, Phase::running));
        restart_engine(0);
        ASSERT_TRUE(until([&] { return job(id).strikes == kill + 1; }));
    }
    const store::Job failed = end_of(id);
    EXPECT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "poison");
    EXPECT_EQ(failed.attempt, 2) << "two servers harmed, not one more";
}

TEST_F(Restart, AServerThatStaysAwayLosesItsJobToAnother) {
    add_engine();
    ASSERT_TRUE(dispatcher->undrain_server(ServerId{"gpu-1"}));
    ASSERT_TRUE(dispatcher->add_server(config.servers.back()));
    ASSERT_TRUE(until([&] { return dispatcher->servers()[1].takes_jobs; }));
    const JobId id = submit(sleeping_fox(1.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    const std::size_t which = attempts(id)[0].server.str() == "gpu-1" ? 0 : 1;
    stop_engine(which);
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_NE(attempts(id)[1].server, attempts(id)[0].server);
}

TEST_F(Restart, ServerAndGatewayThatGoTogetherLoseNothing) {
    const JobId id = submit(sleeping_fox(1.0)), other = submit(red_fox());
    ASSERT_TRUE(until_phase(id, Phase::running));
    crash();
    restart_engine(0);
    start();
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(end_of(other).phase, Phase::succeeded);
}

TEST_F(Restart, AJobWhoseServerLeftTheFleetGoesElsewhere) {
    const JobId id = submit(sleeping_fox(0.5));
    ASSERT_TRUE(until_phase(id, Phase::running));
    crash();
    config.servers.clear();
    add_engine();
    start();
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(attempts(id)[0].outcome, "superseded");
    EXPECT_EQ(attempts(id)[1].server.str(), "gpu-2");
}

/// A gateway is cut off at each point of the way; the next one ends every job once.
class CutOff : public JobsTest, public testing::WithParamInterface<const char*> {
protected:
    ~CutOff() override { on_crash_point({}); }
};

TEST_P(CutOff, NoJobIsLostAndNoneIsVisibleTwice) {
    add_engine();
    start();
    bool cut = false;
    on_crash_point([&](std::string_view name) {
        if (name != GetParam() || cut) return;
        cut = true;
        // Nothing is written any more from here on, as when the process is killed.
        dispatcher.reset();
    });
    const JobId id = submit(red_fox());
    ASSERT_TRUE(until([&] { return cut; })) << "the point was not passed";
    on_crash_point({});
    crash();
    start();
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(outputs(id).size(), 1u);
    const auto kinds = events(id);
    EXPECT_EQ(std::ranges::count(kinds, "succeeded"), 1);
    EXPECT_LE(runs(), 2u);
}

INSTANTIATE_TEST_SUITE_P(CrashPoints, CutOff,
                         testing::Values("CP5", "CP6", "CP7", "CP8", "CP9", "CP10", "CP11", "CP12", "CP16"),
                         [](const auto& point) { return std::string{point.param}; });

}  // namespace
}  // namespace divan::durable
