#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

const std::string kAnyJob = "/api/v2/jobs/00000000-0000-4000-8000-000000000000";

int retry_after(const net::HttpHeaders& headers) {
    const auto text = headers.find("Retry-After");
    return text ? std::stoi(std::string{*text}) : -1;
}

TEST_F(AccessTest, AKeyThatAsksTooOftenWaitsAndOthersDoNot) {
    config.caller.requests_per_second = 0.5;
    config.caller.burst = 3;
    start();
    const auto busy = issue("ann", {"read"}), calm = issue("ann", {"read"});
    use(busy.text);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(get(kAnyJob).status, 404);
    const auto refused = get(kAnyJob);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "rate_limited");
    EXPECT_GE(retry_after(refused.headers), 1);
    EXPECT_LE(retry_after(refused.headers), 5);
    use(calm.text);
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, AKeysOwnLimitsStandInsteadOfTheConfiguredOnes) {
    config.caller.requests_per_second = 0;
    config.caller.burst = 1;
    start();
    KeyWish fast = wish("ann", {"read"});
    fast.limits = limit("burst", "none");
    use(issue(fast).text);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(get(kAnyJob).status, 404);
    KeyWish none = wish("ann", {"read"});
    none.limits = limit("burst", 0);
    use(issue(none).text);
    EXPECT_EQ(get(kAnyJob).status, 429);
}

TEST_F(AccessTest, QueuedJobsAreBoundedByTheKey) {
    start();  // without a server: jobs wait
    KeyWish small = wish("ann", {"read", "submit"});
    small.limits = limit("queued_jobs", 2);
    use(issue(small).text);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(post("/api/v2/jobs", submission(red_fox(i))).status, 201);
    const auto refused = post("/api/v2/jobs", submission(red_fox()));
    EXPECT_EQ(refused.status, 429);
    EXPECT_GE(retry_after(refused.headers), 1);
    use(issue("bob", {"submit"}).text);
    EXPECT_EQ(post("/api/v2/jobs", submission(red_fox())).status, 201);
}

TEST_F(AccessTest, WhoSendsWrongKeysIsNotListenedToForAWhile) {
    config.listen.behind_tls_proxy = true;
    start();
    const auto good = issue("ann", {"read"});
    use(to_text(new_key_text()));
    headers.set("X-Forwarded-For", "203.0.113.5");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(get(kAnyJob).status, 401) << i;
    const auto refused = get(kAnyJob);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "too_many_failures");
    EXPECT_GT(retry_after(refused.headers), 30);
    use(good.text);
    headers.set("X-Forwarded-For", "203.0.113.5");
    EXPECT_EQ(get(kAnyJob).status, 429);
    headers.set("X-Forwarded-For", "203.0.113.6");
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, RequestsWithoutAKeyAreNoGuesses) {
    start();
    for (int i = 0; i < 30; ++i) EXPECT_EQ(get(kAnyJob).status, 401);
    use(issue("ann", {"read"}).text);
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, WhatIsRefusedForOverloadWritesNothing) {
    start();
    KeyWish none = wish("ann", {"read"});
    none.limits = limit("burst", 0);
    const auto key = issue(none);
    use(key.text);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(get(kAnyJob).status, 429);
    EXPECT_FALSE(value_of(store::find_key(gateway->store(), key.key.id))->key.last_used_at);
    EXPECT_EQ(value_of(store::read_audit(gateway->store(), std::nullopt)).size(), 1u);  // that it was made
}

TEST_F(AccessTest, FailuresFillTheAuditLogSlowly) {
    config.access.failures_per_minute = 1'000;
    start();
    for (int i = 0; i < 40; ++i) {
        use(to_text(new_key_text()));
        get(kAnyJob);
    }
    EXPECT_EQ(value_of(store::read_audit(gateway->store(), std::nullopt)).size(), 1u);
}

/// The gatekeeper itself, for what no route does yet.
class StreamPasses : public AccessTest {
protected:
    void SetUp() override {
        start();
        keeper.emplace(gateway->store(), config, pepper(), silent);
    }
    Caller caller(const std::string& key, int streams) {
        Caller caller;
        caller.owner = "ann";
        caller.key = key;
        caller.limits.streams = streams;
        return caller;
    }
    bool valid(const StreamPass& pass) { return test::run_on(io, keeper->still_valid(pass)); }
    std::optional<Gatekeeper> keeper;
};

TEST_F(StreamPasses, ACallerHasSoManyStreamsAndNoMore) {
    const Caller ann = caller("k0000001", 2), bob = caller("k0000002", 2);
    auto first = keeper->open_stream(ann), second = keeper->open_stream(ann);
    ASSERT_TRUE(first && second);
    const auto third = keeper->open_stream(ann);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().status, 429);
    EXPECT_EQ(third.error().code, "too_many_streams");
    EXPECT_TRUE(keeper->open_stream(bob));
    *first = StreamPass{};
    EXPECT_TRUE(keeper->open_stream(ann));
}

TEST_F(StreamPasses, AStreamEndsSoonAfterItsKeyWasRevokedAnywhere) {
    const auto key = issue("ann", {"read"});
    const auto pass = keeper->open_stream(caller(key.key.id, 5));
    EXPECT_TRUE(valid(*pass));
    value_of(store::revoke_key(gateway->store(), key.key.id, "test"));
    test::settle(io, keeper->recheck());
    EXPECT_FALSE(valid(*pass));
}

}  // namespace
}  // namespace divan::gateway
