#include <gtest/gtest.h>

#include <divan/client/reconnect_policy.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

std::vector<long> pauses(const ReconnectPolicy& policy, double chance, int count = 10) {
    std::vector<long> spans;
    for (int failures = 1; failures <= count; ++failures)
        spans.push_back(static_cast<long>(reconnect_pause(policy, failures, chance).count()));
    return spans;
}

TEST(ReconnectPolicy, DoublesUpToItsCapAndDrawsFromTheWholeSpan) {
    const ReconnectPolicy policy;
    EXPECT_EQ(pauses(policy, 0), std::vector<long>(10, 0));
    EXPECT_EQ(pauses(policy, 0.5),
              (std::vector<long>{250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000}));
}

TEST(ReconnectPolicy, GrowsByItsBaseWhenItIsLinear) {
    ReconnectPolicy policy;
    policy.backoff = Backoff::linear;
    policy.base = 1s;
    policy.cap = 4s;
    EXPECT_EQ(backoff(policy, 1), 1s);
    EXPECT_EQ(backoff(policy, 3), 3s);
    EXPECT_EQ(backoff(policy, 1'000'000'000), 4s);
}

TEST(ReconnectPolicy, SpreadsByHalfThePercentEitherWay) {
    ReconnectPolicy policy;
    policy.jitter = Jitter::spread;
    policy.base = 1s;
    EXPECT_EQ(reconnect_pause(policy, 1, 0), 850ms);
    EXPECT_EQ(reconnect_pause(policy, 1, 0.5), 1s);
    EXPECT_EQ(reconnect_pause(policy, 2, 0.9999), 2299ms);
    policy.spread_percent = 0;
    EXPECT_EQ(reconnect_pause(policy, 1, 0), 1s);
}

TEST(ReconnectPolicy, AsksTheFunctionOfTheCaller) {
    ReconnectPolicy policy;
    policy.backoff = Backoff::custom;
    policy.custom = [](int failures, auto base, auto cap) { return failures == 1 ? base : cap * failures; };
    EXPECT_EQ(reconnect_pause(policy, 1, 0), policy.base);
    EXPECT_EQ(reconnect_pause(policy, 2, 0), policy.cap * 2) << "the function may go beyond the cap";
}

TEST(ReconnectPolicy, NeverWaitsANegativeTime) {
    ReconnectPolicy policy;
    policy.jitter = Jitter::spread;
    policy.spread_percent = 500;
    EXPECT_EQ(reconnect_pause(policy, 1, 0), 0ms);
    policy.backoff = Backoff::custom;
    policy.custom = [](int, auto, auto) { return -5s; };
    EXPECT_EQ(reconnect_pause(policy, 1, 0.5), 0ms);
}

TEST(ReconnectPolicy, ACustomBackoffWithoutAFunctionIsExponential) {
    ReconnectPolicy policy;
    policy.backoff = Backoff::custom;
    EXPECT_EQ(backoff(policy, 3), 2s);
}

TEST(ReconnectPolicy, FirstAttemptsAndEmptySpansNeedNoPause) {
    ReconnectPolicy policy;
    EXPECT_EQ(reconnect_pause(policy, 0, 0.5), 0ms);
    policy.base = 0ms;
    policy.backoff = Backoff::linear;
    EXPECT_EQ(reconnect_pause(policy, 7, 0.5), 0ms);
}

}  // namespace
}  // namespace divan
