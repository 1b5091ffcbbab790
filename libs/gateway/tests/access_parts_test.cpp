#include <gtest/gtest.h>

#include <divan/base/clock.hpp>

#include "access/host_names.hpp"
#include "access/key_limits.hpp"
#include "access/page_rules.hpp"
#include "access/presented.hpp"
#include "access/token_bucket.hpp"

namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

net::HttpRequest request(const std::string& method, const net::HttpHeaders& fields) {
    net::HttpRequest made{method, "/x"};
    for (const auto& [name, value] : fields.fields()) made.headers.add(name, value);
    return made;
}

TEST(Buckets, LetABurstThroughAndThenTheRate) {
    TokenBucket bucket;
    const Deadline start{1h};
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(bucket.take(2, 5, start));
    EXPECT_EQ(bucket.take(2, 5, start), 501ms);
    EXPECT_FALSE(bucket.take(2, 5, start + 500ms));
    EXPECT_TRUE(bucket.take(2, 5, start + 500ms));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(bucket.take(2, 5, start + 1h)) << i;
    EXPECT_TRUE(bucket.take(2, 5, start + 1h));
}

TEST(Buckets, ARateOfZeroLetsNothingThrough) {
    TokenBucket bucket;
    EXPECT_EQ(bucket.take(0, 0, Deadline{1h}), 3'600'001ms);
}

TEST(FailureLimits, S9StopListeningToAnAddressForTheRestOfTheMinute) {
    FailureLimiter limiter{10};
    const Deadline start{1h};
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(limiter.refused("10.0.0.1", "", start));
        limiter.note("10.0.0.1", "", start);
    }
    EXPECT_EQ(limiter.refused("10.0.0.1", "", start + 20s), 40s);
    EXPECT_FALSE(limiter.refused("10.0.0.2", "", start));
    EXPECT_FALSE(limiter.refused("10.0.0.1", "", start + 60s));
}

TEST(FailureLimits, S9AKeyThatManyGuessAtIsClosedToThemAndNotToItsHolder) {
    FailureLimiter limiter{10};
    const Deadline start{1h};
    for (int i = 0; i < 10; ++i) limiter.note("10.0.0." + std::to_string(i), "key", start);
    EXPECT_TRUE(limiter.refused("10.0.0.3", "key", start));
    EXPECT_FALSE(limiter.refused("10.0.0.3", "another", start));
    EXPECT_FALSE(limiter.refused("192.168.0.9", "key", start));
}

TEST(FailureLimits, AreBounded) {
    FailureLimiter limiter{1};
    for (int i = 0; i < 30'000; ++i)
        limiter.note("s" + std::to_string(i), "k" + std::to_string(i), Deadline{1h});
    EXPECT_TRUE(limiter.refused("s29999", "", Deadline{1h}));
}

TEST(HostNames, S30OnLoopbackOnlyOurOwnAreTaken) {
    ListenConfig listen;
    listen.hosts = {"gpu.example:8190", "any-port.example"};
    listen.public_url = "https://pictures.example/base";
    for (const char* host :
         {"127.0.0.1:8190", "localhost", "LocalHost:1", "[::1]:8190", "127.0.0.9", "", "gpu.example:8190",
          "GPU.example:8190", "any-port.example:77", "pictures.example"})
        EXPECT_TRUE(takes_host(listen, host)) << host;
    for (const char* host : {"evil.example", "evil.example:8190", "gpu.example:9", "localhost.evil.example",
                             "127.0.0.1.evil.example", "[::1", "[::1]evil.example", "10.0.0.5", "0.0.0.0",
                             "localhost.", "evil.example/localhost", "2130706433"})
        EXPECT_FALSE(takes_host(listen, host)) << host;
}

TEST(HostNames, S30OnPrivateAddressesTooAndOnPublicOnesWhenListed) {
    ListenConfig listen;
    listen.address = "192.168.1.7";
    EXPECT_TRUE(takes_host(listen, "192.168.1.7:8190"));
    EXPECT_FALSE(takes_host(listen, "evil.example"));
    listen.address = "0.0.0.0";
    EXPECT_TRUE(takes_host(listen, "whatever.example"));
    listen.hosts = {"gpu.example"};
    EXPECT_TRUE(takes_host(listen, "gpu.example"));
    EXPECT_FALSE(takes_host(listen, "whatever.example"));
}

TEST(Pages, AreKnownByTheirOrigin) {
    ListenConfig listen;
    listen.origins = {"https://app.example"};
    const auto page = [&](const net::HttpHeaders& fields) {
        return page_of(listen, request("POST", fields));
    };
    EXPECT_EQ(page({}), Page::none);
    EXPECT_EQ(page({{"Sec-Fetch-Site", "cross-site"}}), Page::foreign);
    EXPECT_EQ(page({{"Sec-Fetch-Site", "same-origin"}}), Page::none);
    EXPECT_EQ(page({{"Origin", "http://localhost:8190"}, {"Host", "localhost:8190"}}), Page::own);
    EXPECT_EQ(page({{"Origin", "http://localhost:9999"}, {"Host", "localhost:8190"}}), Page::foreign);
    EXPECT_EQ(page({{"Origin", "https://localhost:8190"}, {"Host", "localhost:8190"}}), Page::foreign);
    EXPECT_EQ(page({{"Origin", "https://app.example"}, {"Host", "localhost"}}), Page::listed);
    EXPECT_EQ(page({{"Origin", "https://APP.example"}}), Page::listed);
    for (const char* near : {"https://app.example.evil", "http://app.example", "https://app.example:444",
                             "https://evil-app.example", "https://app.example/"})
        EXPECT_EQ(page({{"Origin", near}}), Page::foreign) << near;
    EXPECT_EQ(page({{"Origin", "null"}}), Page::opaque);
    EXPECT_EQ(page({{"Origin", ""}}), Page::opaque);
}

TEST(Pages, OfThePublicUrlAreOurOwn) {
    ListenConfig listen;
    listen.public_url = "https://pictures.example/base";
    EXPECT_EQ(page_of(listen, request("GET", {{"Origin", "https://pictures.example"}})), Page::own);
    EXPECT_EQ(page_of(listen, request("GET", {{"Origin", "https://pictures.ex"}})), Page::foreign);
}

TEST(Pages, OfStrangersMayLookAndNotTouch) {
    const auto get = request("GET", {}), post = request("POST", {}), remove = request("DELETE", {});
    EXPECT_TRUE(may_ask(Page::foreign, get, false));
    EXPECT_FALSE(may_ask(Page::foreign, get, true));
    EXPECT_FALSE(may_ask(Page::foreign, post, false));
    EXPECT_FALSE(may_ask(Page::foreign, remove, false));
    EXPECT_FALSE(may_ask(Page::opaque, get, false));
    EXPECT_TRUE(may_ask(Page::listed, remove, true));
    EXPECT_TRUE(may_ask(Page::own, post, true));
}

TEST(Pages, S31AStarIsNoOrigin) {
    for (const char* origin : {"*", "app.example", "https://app.example/", "https://*.example", "null",
                               "https://user@app.example", "https://App.example", ""}) {
        ListenConfig listen;
        listen.origins = {origin};
        const auto checked = check_origins(listen);
        const bool has_star = std::string_view{origin} == "https://*.example";
        if (!has_star) EXPECT_FALSE(checked) << origin;
    }
    ListenConfig listen;
    listen.origins = {"https://app.example", "http://localhost:3000"};
    EXPECT_TRUE(check_origins(listen));
}

TEST(Presented, TheKeyOfEitherFieldCounts) {
    const std::string key = to_text(new_key_text()), other = to_text(new_key_text());
    EXPECT_TRUE(presented_by({{"Authorization", "Bearer " + key}}).key);
    EXPECT_TRUE(presented_by({{"authorization", "bearer  " + key + " "}}).key);
    EXPECT_TRUE(presented_by({{"X-API-KEY", key}}).key);
    EXPECT_TRUE(presented_by({{"X-Api-Key", key}, {"Authorization", "Bearer " + key}}).key);
    EXPECT_FALSE(presented_by({}).anything);
    for (const net::HttpHeaders& odd :
         {net::HttpHeaders{{"X-Api-Key", key}, {"Authorization", "Bearer " + other}},
          net::HttpHeaders{{"Authorization", "Bearer " + key}, {"Authorization", "Bearer " + other}},
          net::HttpHeaders{{"Authorization", "Basic " + key}}, net::HttpHeaders{{"Authorization", key}},
          net::HttpHeaders{{"X-Api-Key", ""}}}) {
        EXPECT_TRUE(presented_by(odd).anything);
        EXPECT_FALSE(presented_by(odd).key);
    }
}

TEST(Sources, AreAddressesAndOfIpv6Networks) {
    EXPECT_EQ(source_of("10.0.0.1", {}, false), "10.0.0.1");
    EXPECT_EQ(source_of("2001:db8:1:2:3:4:5:6", {}, false), "2001:db8:1:2::");
    const net::HttpHeaders forwarded{{"X-Forwarded-For", "6.6.6.6, 203.0.113.9"}};
    EXPECT_EQ(source_of("10.0.0.1", forwarded, false), "10.0.0.1");
    EXPECT_EQ(source_of("10.0.0.1", forwarded, true), "203.0.113.9");
    EXPECT_EQ(source_of("10.0.0.1", {{"X-Forwarded-For", "junk"}}, true), "10.0.0.1");
}

TEST(KeyLimits, StandInsteadOfTheConfiguredOnes) {
    Caller caller;
    json::Object limits;
    limits["requests_per_second"] = 2.5;
    limits["queued_jobs"] = 7;
    limits["stored_bytes"] = "none";
    limits["streams"] = 0;
    ASSERT_TRUE(apply_limits(limits, caller));
    EXPECT_EQ(caller.limits.requests_per_second, 2.5);
    EXPECT_EQ(caller.bounds.per_owner, 7);
    EXPECT_EQ(caller.limits.stored_bytes, INT64_MAX);
    EXPECT_EQ(caller.limits.streams, 0);
    EXPECT_EQ(caller.limits.batch_jobs, CallerLimits{}.batch_jobs);
}

TEST(KeyLimits, WhatIsNoneIsRefused) {
    const auto refused = [](const std::string& name, json::Value value) {
        Caller caller;
        json::Object limits;
        limits[name] = std::move(value);
        return apply_limits(limits, caller).error();
    };
    EXPECT_NE(refused("request_per_second", 1).hint.find("requests_per_second"), std::string::npos);
    for (const json::Value& wrong :
         {json::Value(-1), json::Value("many"), json::Value(nullptr), json::Value(true)})
        EXPECT_EQ(refused("burst", wrong).code, Errc::invalid_argument);
}

TEST(ScopeSets, AreReadAndWritten) {
    const auto scopes = Scopes::parse({"submit", "read"});
    ASSERT_TRUE(scopes);
    EXPECT_TRUE(scopes->has(Scope::read) && scopes->has(Scope::submit) && scopes->has(Scope::open));
    EXPECT_FALSE(scopes->has(Scope::cancel) || scopes->has(Scope::admin));
    EXPECT_EQ(scopes->names(), (std::vector<std::string>{"read", "submit"}));
    EXPECT_FALSE(Scopes::parse({}));
    EXPECT_NE(Scopes::parse({"submitt"}).error().hint.find("submit"), std::string::npos);
    EXPECT_FALSE(Scopes::parse({"open"}));
}

}  // namespace
}  // namespace divan::gateway
