#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

const std::string kAnyJob = "/api/v2/jobs/00000000-0000-4000-8000-000000000000";

int retry_after(const net::HttpHeaders& headers) {
    const auto text = headers.find("Retry-After");
    return text ? std::stoi(std::string{*text}) : -1;
}

TEST_F(AccessTest, S10AKeyThatAsksTooOftenWaitsAndOthersDoNot) {
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

TEST_F(AccessTest, S10QueuedJobsAreBoundedByTheKey) {
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

TEST_F(AccessTest, S9WhoSendsWrongKeysIsNotListenedToForAWhile) {
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

TEST_F(AccessTest, S10StreamsAreBoundedByTheKey) {
    start();  // without a server: the job waits, and so do its events
    KeyWish none = wish("ann", {"read", "submit"});
    none.limits = limit("streams", 0);
    use(issue(none).text);
    const std::string job = json::text_or(post("/api/v2/jobs", submission(red_fox())).json(), "id");
    headers.set("Accept", "text/event-stream");
    for (const std::string face : {"/api/v2/jobs/", "/api/v2/divan/jobs/"}) {
        const auto refused = get(face + job + "/events");
        EXPECT_EQ(refused.status, 429) << face;
        EXPECT_EQ(refused.code(), "too_many_streams");
    }
}

TEST_F(AccessTest, S4AnOpenStreamEndsSoonAfterItsKeyWasRevokedAnywhere) {
    start();
    for (const std::string face : {"/api/v2/jobs/", "/api/v2/divan/jobs/"}) {
        const auto key = issue("ann", {"read", "submit"});
        use(key.text);
        const std::string job = json::text_or(post("/api/v2/jobs", submission(red_fox())).json(), "id");
        headers.set("Accept", "text/event-stream");
        asio::steady_timer later{io, 500ms};
        later.async_wait([&](boost::system::error_code) {
            asio::co_spawn(io, store::revoke_key(gateway->store(), key.key.id, "test"), asio::detached);
        });
        const auto begin = std::chrono::steady_clock::now();
        const auto stream = get(face + job + "/events");  // returns when the stream has ended
        const auto took = std::chrono::steady_clock::now() - begin;
        EXPECT_EQ(stream.status, 200) << face;
        EXPECT_NE(stream.body.find("event: "), std::string::npos) << stream.body;
        EXPECT_GE(took, 500ms) << face;
        EXPECT_LT(took, 8s) << face;
        EXPECT_EQ(get("/api/v2/jobs/" + job).status, 401);
    }
}

TEST_F(AccessTest, S10StoredBytesAreBoundedByTheKey) {
    start();
    KeyWish small = wish("ann", {"read", "submit"});
    small.limits = limit("stored_bytes", 100);
    use(issue(small).text);
    EXPECT_EQ(upload("a.json", quoted('a', 60)).status, 201);
    const auto refused = upload("b.json", quoted('b', 60));
    EXPECT_EQ(refused.status, 429) << refused.body;
    EXPECT_EQ(refused.code(), "quota_exceeded");
    use(issue("bob", {"submit"}).text);
    EXPECT_EQ(upload("b.json", quoted('b', 60)).status, 201);
}

TEST_F(AccessTest, S5OwnersDoNotSeeEachOthersFiles) {
    start();
    use(issue("ann", {"read", "submit"}).text);
    const std::string file = "/api/v2/assets/" + json::text_or(upload("a.json", quoted('a', 9)).json(), "id");
    EXPECT_EQ(get(file).status, 200);
    use(issue("bob", {"read", "submit", "cancel", "admin"}).text);
    const auto unknown = get("/api/v2/assets/00000000-0000-4000-8000-000000000000");
    for (const std::string& end : {std::string{}, std::string{"/content"}}) {
        EXPECT_EQ(get(file + end).status, 404);
        EXPECT_EQ(get(file + end).body, unknown.body);
    }
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", file}).status, 404);
    use(issue("ann", {"read"}).text);
    EXPECT_EQ(get(file).status, 200);
}

}  // namespace
}  // namespace divan::gateway
