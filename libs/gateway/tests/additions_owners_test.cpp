#include <gmock/gmock.h>
#include <boost/asio/steady_timer.hpp>

#include "support/access_fixture.hpp"

// Our additions with keys: two owners, and those who may not administer.
namespace divan::gateway {
namespace {

class AdditionOwners : public AccessTest {
protected:
    void SetUp() override {
        start();
        ann_ = issue("ann", {"read", "submit", "cancel"}).text;
        bob_ = issue("bob", {"read", "submit", "cancel"}).text;
        use(ann_);
        job_ = json::text_or(
            post("/api/v2/divan/jobs", R"({"batch": "b", "workflow": )" + red_fox() + "}").json(), "id");
        ASSERT_FALSE(job_.empty());
    }
    std::string at(const std::string& below = {}) const { return "/api/v2/divan/jobs/" + job_ + below; }

    std::string ann_, bob_, job_;
};

TEST_F(AdditionOwners, S5WhatIsAnothersDoesNotExist) {
    use(bob_);
    for (const char* below : {"", "/wait", "/events", "/deliveries"})
        EXPECT_EQ(get(at(below)).status, 404) << below;
    for (const char* below : {"/cancel", "/retry", "/redeliver"})
        EXPECT_EQ(post(at(below), "").status, 404) << below;
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", at()}).status, 404);
    EXPECT_EQ(get("/api/v2/divan/batches/b").status, 404);
    EXPECT_THAT(get("/api/v2/divan/jobs").body, testing::HasSubstr(R"("jobs":[])"));
    use(ann_);
    EXPECT_EQ(get(at()).status, 200);
}

TEST_F(AdditionOwners, S6OnlyAdministratorsNameAnotherOwner) {
    use(bob_);
    for (const char* query : {"?owner=ann", "?all=true"}) {
        EXPECT_EQ(get(at(query)).status, 403) << query;
        EXPECT_EQ(get(std::string{"/api/v2/divan/jobs"} + query).status, 403) << query;
        EXPECT_EQ(get(std::string{"/api/v2/divan/stats"} + query).status, 403) << query;
        EXPECT_EQ(post(at(std::string{"/cancel"} + query), "").status, 403) << query;
    }
    EXPECT_EQ(get("/api/v2/divan/jobs?owner=bob").status, 200) << "its own name";
    use(issue("root", {"read", "cancel", "admin"}).text);
    EXPECT_EQ(get(at()).status, 404) << "an administrator says whose it means, too";
    EXPECT_EQ(get(at("?owner=ann")).status, 200);
    EXPECT_EQ(post(at("/cancel?all=true"), "").status, 200);
}

TEST_F(AdditionOwners, S17NoCallerNamesAServersAddress) {
    for (const char* member : {"server", "servers", "url", "server_url", "base_url"}) {
        const std::string body =
            R"({"workflow": )" + red_fox() + R"(, ")" + member + R"(": "http://10.0.0.1:8188"})";
        for (const char* path : {"/api/v2/divan/jobs", "/api/v2/jobs", "/jobs"}) {
            const Reply refused = post(path, body);
            EXPECT_EQ(refused.status / 100, 4) << path << " " << member;
            EXPECT_EQ(refused.code(), "invalid_request") << path << " " << member;
        }
    }
    EXPECT_EQ(post("/api/v2/divan/fleet", R"({"url": "http://10.0.0.1:8188"})").status, 403);
}

TEST_F(AdditionOwners, S55ServiceFiguresAreForAdministrators) {
    EXPECT_THAT(get("/api/v2/divan/stats").body, testing::HasSubstr(R"("service":null)"));
    EXPECT_EQ(get("/api/v2/divan/fleet").status, 403);
    EXPECT_EQ(post("/api/v2/divan/queue/pause", "").status, 403);
    EXPECT_EQ(post("/api/v2/divan/store/backup", R"({"name": "x"})").status, 403);
}

TEST_F(AdditionOwners, S10StreamsAndWaitsAreBounded) {
    KeyWish wish = this->wish("eve", {"read", "submit"});
    wish.limits = limit("streams", 0);
    use(issue(std::move(wish)).text);
    const std::string job =
        json::text_or(post("/api/v2/divan/jobs", R"({"workflow": )" + red_fox() + "}").json(), "id");
    const auto wait = get("/api/v2/divan/jobs/" + job + "/wait?timeout=1");
    EXPECT_EQ(wait.status, 429);
    EXPECT_EQ(wait.code(), "too_many_streams");
    EXPECT_EQ(get_with("/api/v2/divan/jobs/" + job + "/events", "Accept", "text/event-stream").status, 429);
    EXPECT_EQ(get("/api/v2/divan/jobs/" + job + "/events").status, 200) << "a list is no stream";
}

TEST_F(AdditionOwners, S4AStreamEndsWithItsKey) {
    const IssuedKey key = issue("ann", {"read"});
    use(key.text);
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            asio::steady_timer timer{io, 300ms};
            co_await timer.async_wait(asio::use_awaitable);
            auto revoked = co_await store::revoke_key(gateway->store(), key.key.id, "test");
            EXPECT_TRUE(revoked);
        },
        asio::detached);
    const auto begin = std::chrono::steady_clock::now();
    const auto stream = get_with(at("/events"), "Accept", "text/event-stream");
    EXPECT_EQ(stream.status, 200);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 6s) << "the job has not ended, the stream has";
    EXPECT_EQ(get(at()).status, 401);
}

}  // namespace
}  // namespace divan::gateway
