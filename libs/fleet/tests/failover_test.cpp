#include <divan/fleet/failover.hpp>

#include <gtest/gtest.h>

namespace divan {
namespace {

using namespace std::chrono_literals;

const ServerId kA{"a"}, kB{"b"};
const Failure kTransient{FailureKind::transient};

TEST(SmartFailover, BlocksThePairForAMinuteAfterOneFailure) {
    SmartFailover failover;
    const Deadline now = Deadline{} + 1h;
    EXPECT_FALSE(failover.is_blocked(kA, "h", now));
    failover.record_failure(kA, "h", kTransient, now);
    EXPECT_TRUE(failover.is_blocked(kA, "h", now + 59'999ms));
    EXPECT_FALSE(failover.is_blocked(kA, "h", now + 60s));
    EXPECT_FALSE(failover.is_blocked(kA, "other", now));
    EXPECT_FALSE(failover.is_blocked(kB, "h", now));
}

TEST(SmartFailover, CountsUpToItsLimitAndBeginsAnewAfterTheBlock) {
    SmartFailoverOptions options;
    options.failures_before_block = 3;
    SmartFailover failover{options};
    Deadline now = Deadline{} + 1h;
    for (int round = 0; round < 2; ++round, now += 1h) {
        for (int i = 0; i < 2; ++i) failover.record_failure(kA, "h", kTransient, now);
        EXPECT_FALSE(failover.is_blocked(kA, "h", now));
        failover.record_failure(kA, "h", kTransient, now);
        EXPECT_TRUE(failover.is_blocked(kA, "h", now));
    }
}

TEST(SmartFailover, ForgetsOnSuccessOnResetAndWithTheServer) {
    SmartFailover failover;
    const Deadline now = Deadline{} + 1h;
    const auto fail_on_both = [&] {
        for (const ServerId& server : {kA, kB}) failover.record_failure(server, "h", kTransient, now);
    };
    fail_on_both();
    failover.record_success(kA, "h");
    EXPECT_FALSE(failover.is_blocked(kA, "h", now));
    EXPECT_TRUE(failover.is_blocked(kB, "h", now));
    fail_on_both();
    failover.reset_workflow("h");
    EXPECT_FALSE(failover.is_blocked(kA, "h", now) || failover.is_blocked(kB, "h", now));
    fail_on_both();
    failover.forget_server(kB);
    EXPECT_TRUE(failover.is_blocked(kA, "h", now));
    EXPECT_FALSE(failover.is_blocked(kB, "h", now));
}

TEST(NoFailover, BlocksNothing) {
    NoFailover failover;
    failover.record_failure(kA, "h", kTransient, Deadline{});
    EXPECT_FALSE(failover.is_blocked(kA, "h", Deadline{}));
}

}  // namespace
}  // namespace divan
