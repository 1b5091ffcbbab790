#include <divan/store/audit.hpp>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

const std::string kAnyJob = "/api/v2/jobs/00000000-0000-4000-8000-000000000000";

TEST_F(AccessTest, S4AKeyOpensWhatItsScopesSay) {
    start();
    use(issue("ann", {"read"}).text);
    EXPECT_EQ(get(kAnyJob).status, 404);
    const auto refused = post("/api/v2/jobs", submission(red_fox()));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "forbidden");
    use("");
    headers.set("X-Api-Key", issue("ann", {"read"}).text);
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, S3EveryKeyThatIsNotGoodGetsTheSameAnswer) {
    config.access.failures_per_minute = 100;
    start();
    KeyWish brief = wish("ann", {"read"});
    brief.life = 1ms;
    const auto expired = issue(brief), revoked = issue("ann", {"read"}), good = issue("ann", {"read"});
    value_of(store::revoke_key(gateway->store(), revoked.key.id, "test"));
    KeyText wrong = parse_key_text(good.text).value();
    wrong.secret = new_key_text().secret;
    const auto missing = get(kAnyJob);
    EXPECT_EQ(missing.status, 401);
    EXPECT_EQ(missing.code(), "unauthorized");
    EXPECT_EQ(missing.headers.find("WWW-Authenticate"), "Bearer");
    for (const std::string& key : {expired.text, revoked.text, to_text(wrong), to_text(new_key_text()),
                                   std::string{"sk-something-else"}, good.text + "x"}) {
        use(key);
        const auto reply = get(kAnyJob);
        EXPECT_EQ(reply.status, 401) << key;
        EXPECT_EQ(reply.body, missing.body);
    }
    use(good.text);
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, WithoutRequiredKeysEverybodyIsLocal) {
    config.require_keys = false;
    start();
    EXPECT_EQ(get("/api/v2/divan/keys").status, 200);
    use("whatever a program sends");
    EXPECT_EQ(get(kAnyJob).status, 404);
}

TEST_F(AccessTest, S4ARevokedKeyStopsWorkingSoonEvenWhenAnotherGatewayRevokedIt) {
    start();
    const auto key = issue("ann", {"read"});
    use(key.text);
    EXPECT_EQ(get(kAnyJob).status, 404);
    // In the store alone, as another gateway does: this one is not told.
    value_of(store::revoke_key(gateway->store(), key.key.id, "test"));
    test::settle(io, config.access.recheck);
    EXPECT_EQ(get(kAnyJob).status, 401);
}

TEST_F(AccessTest, AKeyThatThisGatewayRevokesStopsAtOnce) {
    config.access.recheck = 1h;
    start();
    const auto admin = issue("ops", {"admin"}), key = issue("ann", {"read"});
    use(key.text);
    EXPECT_EQ(get(kAnyJob).status, 404);
    use(admin.text);
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", "/api/v2/divan/keys/" + key.key.id}).status, 200);
    use(key.text);
    EXPECT_EQ(get(kAnyJob).status, 401);
}

TEST_F(AccessTest, AKeyExpiresToTheMomentHoweverLongItIsRemembered) {
    config.access.recheck = 1h;
    start();
    KeyWish brief = wish("ann", {"read"});
    brief.life = 1s;
    use(issue(brief).text);
    EXPECT_EQ(get(kAnyJob).status, 404);
    test::settle(io, 1'050ms);
    EXPECT_EQ(get(kAnyJob).status, 401);
}

TEST_F(AccessTest, S5OwnersDoNotSeeEachOthersJobs) {
    add_engine();
    start();
    use(issue("ann", {"read", "submit"}).text);
    const std::string job = json::text_or(post("/api/v2/jobs", submission(red_fox())).json(), "id");
    EXPECT_EQ(get("/api/v2/jobs/" + job).status, 200);
    use(issue("ann", {"read"}).text);
    EXPECT_EQ(get("/api/v2/jobs/" + job).status, 200);
    use(issue("bob", {"read", "submit", "cancel", "admin"}).text);
    const auto foreign = get("/api/v2/jobs/" + job), unknown = get(kAnyJob);
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.body, unknown.body);
}

TEST_F(AccessTest, KeysAreMadeListedAndRevokedOverHttp) {
    start();
    use(issue("ops", {"admin"}).text);
    const auto made = post("/api/v2/divan/keys",
                           R"({"owner": "ann", "name": "laptop", "scopes": ["read"], "limits": {"streams": 1},
                               "expires_in_seconds": 60})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.find("Cache-Control"), "no-store");
    const std::string key = json::text_or(made.json(), "key"), id = json::text_or(made.json(), "id");
    EXPECT_EQ(parse_key_text(key).value().id, id);
    const auto list = get("/api/v2/divan/keys?owner=ann");
    ASSERT_EQ(json::array_of(*json::find(list.json(), "keys"))->size(), 1u);
    EXPECT_EQ(list.body.find(parse_key_text(key).value().secret), std::string::npos);
    EXPECT_EQ(list.body.find("digest"), std::string::npos);
    const std::string path = "/api/v2/divan/keys/" + id;
    EXPECT_NE(json::text_or(ask(net::HttpRequest{"DELETE", path}).json(), "revoked_at"), "");
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", "/api/v2/divan/keys/k0000001"}).status, 404);
}

TEST_F(AccessTest, WhatIsNoWishForAKeyIsRefusedWithItsPlace) {
    config.require_keys = false;
    start();
    const auto refused = [&](const std::string& body) { return post("/api/v2/divan/keys", body).code(); };
    EXPECT_EQ(refused(R"({"owner": "ann", "scopes": ["read"], "revoked_at": null})"), "invalid_request");
    EXPECT_EQ(post("/api/v2/divan/keys", R"({"owner": "ann", "scopes": ["read"], "digest": "0"})").status,
              400);
    for (const char* body :
         {"{}", R"({"owner": "ann"})", R"({"owner": "", "scopes": ["read"]})",
          R"({"owner": "ann", "scopes": []})", R"({"owner": "ann", "scopes": ["root"]})",
          R"({"owner": "an n", "scopes": ["read"]})", R"({"owner": 7, "scopes": ["read"]})",
          R"({"owner": "ann", "scopes": "read"})", R"({"owner": "ann", "scopes": ["read"], "limits": []})",
          R"({"owner": "ann", "scopes": ["read"], "limits": {"burst": -1}})",
          R"({"owner": "ann", "scopes": ["read"], "name": "a\u001bb"})",
          R"({"owner": "ann", "scopes": ["read"], "expires_in_seconds": 0})",
          R"({"owner": "ann", "scopes": ["read"], "expires_in_seconds": 99999999999})"})
        EXPECT_EQ(post("/api/v2/divan/keys", body).status, 422) << body;
    EXPECT_TRUE(value_of(store::list_keys(gateway->store(), std::nullopt)).empty());
}

TEST_F(AccessTest, S47TheAuditLogTellsKeyChangesAdminActionsAndRefusals) {
    start();
    const auto admin = issue("ops", {"admin"}), reader = issue("ann", {"read"});
    use(admin.text);
    post("/api/v2/divan/keys", R"({"owner": "bob", "scopes": ["read"]})");
    use(reader.text);
    post("/api/v2/divan/keys", R"({"owner": "eve", "scopes": ["admin"]})");
    use(to_text(new_key_text()));
    for (int i = 0; i < 3; ++i) get(kAnyJob);
    use(admin.text);
    const auto audit = get("/api/v2/divan/audit?limit=4").json();
    EXPECT_EQ(get("/api/v2/divan/audit?limit=1001").status, 422);
    std::vector<std::string> actions;
    for (const json::Value& record : *json::array_of(*json::find(audit, "records")))
        actions.push_back(json::text_or(record, "actor") + " " + json::text_or(record, "action"));
    EXPECT_EQ(actions, (std::vector<std::string>{"127.0.0.1 auth.failed", reader.key.id + " scope.refused",
                                                 admin.key.id + " key.add", admin.key.id + " admin.post"}));
    EXPECT_FALSE(value_of(store::check_audit(gateway->store())).broken_at);
}

TEST_F(AccessTest, TheLastUseOfAKeyIsKnown) {
    start();
    const auto key = issue("ann", {"read"});
    use(key.text);
    get(kAnyJob);
    EXPECT_TRUE(value_of(store::find_key(gateway->store(), key.key.id))->key.last_used_at);
}

TEST_F(AccessTest, S11AddressesOutsideAreRefusedWithoutKeysOrTls) {
    config.listen.address = "0.0.0.0";
    const auto refused = [&] {
        Gateway outside{io.get_executor(), config, silent};
        const auto started = test::run_on(io, outside.start());
        return started ? std::string{} : started.error().message;
    };
    EXPECT_NE(refused().find("clear text"), std::string::npos);
    config.listen.behind_tls_proxy = true;
    config.require_keys = false;
    EXPECT_NE(refused().find("no keys are required"), std::string::npos);
    config.require_keys = true;
    config.listen.origins = {"*"};
    EXPECT_NE(refused().find("no origin"), std::string::npos);
}

}  // namespace
}  // namespace divan::gateway
