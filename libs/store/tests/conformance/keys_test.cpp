#include <divan/store/audit.hpp>
#include <divan/store/backup.hpp>
#include <divan/store/keys.hpp>

#include "conformance/store_fixture.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

NewApiKey new_key(const std::string& id, const std::string& owner = "ann") {
    NewApiKey key;
    key.id = id;
    key.owner = owner;
    key.name = "laptop";
    key.digest = std::string(64, 'd');
    key.scopes = "read submit";
    key.limits = R"({"streams":3})";
    return key;
}

class Keys : public StoreTest {
protected:
    ApiKey add(NewApiKey key) { return get(add_key(*store_, std::move(key), "operator")); }
    FoundKey found(const std::string& id) { return get(find_key(*store_, id)).value(); }
    /// A statement of somebody who has the database open beside us.
    Result<void> tamper(const std::string& statement) {
        return ask(store_->write(
            [statement](Transaction& transaction) { return transaction.sql.execute(statement); }));
    }
    void drop_the_guards() {
        const std::string table = store_->is_shared() ? " ON audit" : "";
        ASSERT_TRUE(tamper("DROP TRIGGER audit_kept" + table));
        if (!store_->is_shared()) ASSERT_TRUE(tamper("DROP TRIGGER audit_whole"));
    }
    std::optional<std::int64_t> broken_at() { return get(check_audit(*store_)).broken_at; }
};

TEST_P(Keys, AKeyIsFoundByItsPublicPartAsItWasAdded) {
    NewApiKey wanted = new_key("k0000001");
    wanted.life = 1h;
    const ApiKey made = add(wanted);
    const FoundKey now = found("k0000001");
    EXPECT_EQ(now.key, made);
    EXPECT_EQ(now.key.limits, R"({"streams":3})");
    EXPECT_EQ(now.key.expires_at, clock_.utc() + 1h);
    EXPECT_TRUE(now.is_valid());
    EXPECT_FALSE(get(find_key(*store_, "k0000002")));
}

TEST_P(Keys, AnIdIsTakenOnce) {
    add(new_key("k0000001"));
    EXPECT_EQ(code(add_key(*store_, new_key("k0000001", "bob"), "operator")), Errc::conflict);
    EXPECT_EQ(found("k0000001").key.owner, "ann");
}

TEST_P(Keys, WhatCannotBeAKeyIsRefused) {
    for (const char* id : {"short", "Upper-case", "with space", ""})
        EXPECT_EQ(code(add_key(*store_, new_key(id), "operator")), Errc::invalid_argument) << id;
    EXPECT_EQ(code(add_key(*store_, new_key("k0000001", ""), "operator")), Errc::invalid_argument);
    NewApiKey secret = new_key("k0000001");
    secret.digest = "the secret itself";
    EXPECT_EQ(code(add_key(*store_, secret, "operator")), Errc::invalid_argument);
    NewApiKey dead = new_key("k0000001");
    dead.life = 0ms;
    EXPECT_EQ(code(add_key(*store_, dead, "operator")), Errc::invalid_argument);
}

TEST_P(Keys, AnExpiredAndARevokedKeyAreFoundAndNotValid) {
    NewApiKey brief = new_key("k0000001");
    brief.life = 1h;
    add(brief);
    add(new_key("k0000002"));
    pass(1h);
    EXPECT_FALSE(found("k0000001").is_valid());
    const ApiKey revoked = get(revoke_key(*store_, "k0000002", "operator"));
    pass(1h);
    EXPECT_EQ(get(revoke_key(*store_, "k0000002", "operator")).revoked_at, revoked.revoked_at);
    EXPECT_FALSE(found("k0000002").is_valid());
    EXPECT_EQ(code(revoke_key(*store_, "k0000003", "operator")), Errc::not_found);
}

TEST_P(Keys, ListsThemOfOneOwnerOrOfAll) {
    add(new_key("k0000002"));
    pass(1s);
    add(new_key("k0000001"));
    add(new_key("k0000003", "bob"));
    get(revoke_key(*store_, "k0000001", "operator"));
    const auto anns = get(list_keys(*store_, "ann"));
    ASSERT_EQ(anns.size(), 2u);
    EXPECT_EQ(anns[0].id, "k0000002");
    EXPECT_TRUE(anns[1].revoked_at);
    EXPECT_EQ(get(list_keys(*store_, std::nullopt)).size(), 3u);
}

TEST_P(Keys, AUseIsNotedOnceAMinute) {
    add(new_key("k0000001"));
    const auto first = clock_.utc();
    get(note_key_use(*store_, "k0000001"));
    pass(59s);
    get(note_key_use(*store_, "k0000001"));
    EXPECT_EQ(found("k0000001").key.last_used_at, first);
    pass(1s);
    get(note_key_use(*store_, "k0000001"));
    EXPECT_EQ(found("k0000001").key.last_used_at, first + 1min);
}

TEST_P(Keys, EveryChangeOfAKeyStandsInTheAuditLog) {
    add(new_key("k0000001"));
    pass(1s);
    get(revoke_key(*store_, "k0000001", "adminkey"));
    get(revoke_key(*store_, "k0000001", "adminkey"));
    ask(add_key(*store_, new_key("k0000001"), "operator"));
    const auto log = get(read_audit(*store_, std::nullopt));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[0].entry, (AuditEntry{"adminkey", "key.revoke", "k0000001", "ann"}));
    EXPECT_EQ(log[0].at, clock_.utc());
    EXPECT_EQ(log[1].entry, (AuditEntry{"operator", "key.add", "k0000001", "ann: read submit"}));
}

TEST_P(Keys, TheAuditLogIsReadInPagesTheNewestFirst) {
    for (int i = 1; i <= 5; ++i) get(add_audit(*store_, AuditEntry{"me", "test", std::to_string(i)}));
    const auto newest = get(read_audit(*store_, std::nullopt, 2));
    ASSERT_EQ(newest.size(), 2u);
    EXPECT_EQ(newest[0].number, 5);
    const auto older = get(read_audit(*store_, newest[1].number, 100));
    ASSERT_EQ(older.size(), 3u);
    EXPECT_EQ(older[2].entry.subject, "1");
    EXPECT_EQ(code(read_audit(*store_, std::nullopt, 0)), Errc::invalid_argument);
    const auto check = get(check_audit(*store_));
    EXPECT_EQ(check.records, 5);
    EXPECT_EQ(check.head, newest[0].hash);
    EXPECT_EQ(check.broken_at, std::nullopt);
}

TEST_P(Keys, TheDatabaseItselfKeepsTheAuditLogFromBeingChanged) {
    get(add_audit(*store_, AuditEntry{"mallory", "key.add", "k1"}));
    EXPECT_FALSE(tamper("UPDATE audit SET actor = 'alice'"));
    EXPECT_FALSE(tamper("DELETE FROM audit"));
    EXPECT_EQ(get(read_audit(*store_, std::nullopt))[0].entry.actor, "mallory");
}

TEST_P(Keys, ARowThatWasChangedOrTakenOutIsFound) {
    for (int i = 1; i <= 6; ++i) get(add_audit(*store_, AuditEntry{"mallory", "test", std::to_string(i)}));
    drop_the_guards();
    ASSERT_TRUE(tamper("DELETE FROM audit WHERE number = 6"));
    EXPECT_EQ(broken_at(), 6);
    ASSERT_TRUE(tamper("UPDATE audit SET actor = 'alice' WHERE number = 4"));
    EXPECT_EQ(broken_at(), 4);
    ASSERT_TRUE(tamper("DELETE FROM audit WHERE number = 2"));
    EXPECT_EQ(broken_at(), 2);
    const auto problems = get(check(*store_, nullptr));
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].what, "the audit log was changed");
}

TEST_P(Keys, ManyWhoWriteAtOnceMakeOneChain) {
    int done = 0;
    for (int i = 0; i < 40; ++i)
        asio::co_spawn(io_, add_audit(*store_, AuditEntry{"me", "test", std::to_string(i)}),
                       [&](std::exception_ptr, Result<AuditRecord> record) { done += record ? 1 : 0; });
    ASSERT_TRUE(test::run_until(io_, [&] { return done == 40; }));
    const auto check = get(check_audit(*store_));
    EXPECT_EQ(check.records, 40);
    EXPECT_EQ(check.broken_at, std::nullopt);
}

TEST_P(Keys, ABackupHasKeysAndAuditLogAndTheChainGoesOn) {
    TemporaryFolder folder;
    add(new_key("k0000001"));
    get(back_up(*store_, nullptr, folder.path() / "backup"));
    EXPECT_EQ(code(restore(*store_, nullptr, folder.path() / "backup")), Errc::conflict);
    const ApiKey before = found("k0000001").key;
    store_.reset();
    place_ = GetParam().new_place();
    store_ = open();
    get(restore(*store_, nullptr, folder.path() / "backup"));
    EXPECT_EQ(found("k0000001").key, before);
    get(revoke_key(*store_, "k0000001", "operator"));
    EXPECT_EQ(get(read_audit(*store_, std::nullopt)).size(), 2u);
    EXPECT_EQ(broken_at(), std::nullopt);
}

DIVAN_STORE_TESTS(Keys);

}  // namespace
}  // namespace divan::store
