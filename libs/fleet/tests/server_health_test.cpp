#include <divan/fleet/server_health.hpp>

#include <gtest/gtest.h>

// Whether a server is fit for jobs: a circuit breaker, by evidence and time.
namespace divan {
namespace {

using namespace std::chrono_literals;

class ServerHealthTest : public testing::Test {
protected:
    void pass(std::chrono::milliseconds span) { now += span; }
    HealthState state() const { return health.state(now); }
    int limit() const { return health.job_limit(now); }
    void fault(int times = 1) {
        for (int i = 0; i < times; ++i) health.on_server_fault(now);
    }
    /// Until the time of the ejection is over, jitter included.
    void sit_out() {
        now = health.next_change(now);
        EXPECT_NE(now, kNever);
    }

    ServerHealth health;
    Deadline now = Deadline{} + 1h;
};

TEST_F(ServerHealthTest, TakesJobsAsSoonAsItIsReachedForTheFirstTime) {
    EXPECT_EQ(state(), HealthState::joining);
    EXPECT_EQ(limit(), 0);
    health.on_online(now);
    EXPECT_EQ(state(), HealthState::healthy);
    EXPECT_GT(limit(), 1'000);
}

TEST_F(ServerHealthTest, RestsTenSecondsAfterItCameBack) {
    health.on_online(now);
    health.on_offline(now);
    EXPECT_EQ(limit(), 0);
    health.on_online(now);
    EXPECT_EQ(limit(), 0);
    EXPECT_EQ(health.next_change(now), now + 10s);
    pass(9'999ms);
    EXPECT_EQ(limit(), 0);
    pass(1ms);
    EXPECT_GT(limit(), 0);
}

TEST_F(ServerHealthTest, IsKeptDespiteItsFaultsWhileTooManyOthersAreSetAside) {
    health.on_online(now);
    for (int i = 0; i < 7; ++i) health.on_server_fault(now, false);
    EXPECT_EQ(state(), HealthState::healthy);
    health.on_server_fault(now, true);
    EXPECT_EQ(state(), HealthState::ejected) << "as soon as it may";
    sit_out();
    health.on_server_fault(now, false);
    EXPECT_EQ(state(), HealthState::ejected) << "a trial that fails always ends the trial";
}

TEST_F(ServerHealthTest, OneUnansweredProbeStopsNewJobsAndThreeEject) {
    health.on_online(now);
    health.on_probe(false, false, now);
    EXPECT_EQ(state(), HealthState::suspect);
    EXPECT_EQ(limit(), 0);
    health.on_probe(true, false, now);
    EXPECT_EQ(state(), HealthState::healthy);
    for (int i = 0; i < 3; ++i) health.on_probe(false, false, now);
    EXPECT_EQ(state(), HealthState::ejected);
}

TEST_F(ServerHealthTest, AServerThatWorksForUsMayBeSilentForTwoMinutes) {
    health.on_online(now);
    for (int i = 0; i < 11; ++i, pass(10s)) health.on_probe(false, true, now);
    EXPECT_EQ(state(), HealthState::suspect) << "ComfyUI answers nothing while a model loads";
    pass(10s);
    health.on_probe(false, true, now);
    EXPECT_EQ(state(), HealthState::ejected);
}

TEST_F(ServerHealthTest, FiveFaultsWithoutASuccessEject) {
    health.on_online(now);
    fault(4);
    health.on_success(now);
    fault(4);
    EXPECT_EQ(state(), HealthState::healthy);
    fault();
    EXPECT_EQ(state(), HealthState::ejected);
    EXPECT_EQ(limit(), 0);
}

TEST_F(ServerHealthTest, AFlappingConnectionIsEjectedToo) {
    for (int i = 0; i < 5; ++i) {
        health.on_online(now);
        health.on_offline(now);
    }
    EXPECT_EQ(state(), HealthState::ejected);
}

TEST_F(ServerHealthTest, ComesBackOnTrialWithOneJobAndIsFreeAfterItsSuccess) {
    health.on_online(now);
    fault(5);
    sit_out();
    EXPECT_EQ(state(), HealthState::half_open);
    EXPECT_EQ(limit(), 1);
    health.on_success(now);
    EXPECT_EQ(state(), HealthState::healthy);
    EXPECT_EQ(health.ejections(), 0);
}

TEST_F(ServerHealthTest, AFailedTrialEjectsLongerUpToACap) {
    health.on_online(now);
    fault(5);
    for (int round = 1; round <= 12; ++round) {
        const auto span = health.next_change(now) - now;
        const auto base = std::min<std::chrono::nanoseconds>(30s * round, 300s);
        EXPECT_GE(span, base) << round;
        EXPECT_LE(span, base * 1.2) << "at most a fifth more";
        sit_out();
        fault();
        EXPECT_EQ(state(), HealthState::ejected);
    }
}

TEST_F(ServerHealthTest, ServersComeBackSpreadOut) {
    ServerHealth other{HealthPolicy{}, 99};
    for (ServerHealth* one : {&health, &other}) {
        one->on_online(now);
        one->on_shut_out(now);
    }
    EXPECT_NE(health.next_change(now), other.next_change(now));
}

TEST_F(ServerHealthTest, ZeroFailuresTurnTheBreakerOff) {
    HealthPolicy never;
    never.failures = 0;
    health = ServerHealth{never};
    health.on_online(now);
    fault(100);
    EXPECT_EQ(state(), HealthState::healthy);
}

}  // namespace
}  // namespace divan
