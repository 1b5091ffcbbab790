#include <divan/store/keys.hpp>

#include <algorithm>

#include "keys/audit_rows.hpp"

namespace divan::store {
namespace {

#define DIVAN_KEY_COLUMNS \
    "id, owner, name, digest, scopes, limits, created_at, expires_at, revoked_at, last_used_at, nodes"

constexpr std::chrono::minutes kUsesAreNotedEvery{1};

ApiKey read_key(const sql::Row& row) {
    ApiKey key;
    key.id = row.text(0);
    key.owner = row.text(1);
    key.name = row.text(2);
    key.digest = row.text(3);
    key.scopes = row.text(4);
    key.limits = row.text(5);
    key.created_at = row.time(6);
    key.expires_at = row.maybe_time(7);
    key.revoked_at = row.maybe_time(8);
    key.last_used_at = row.maybe_time(9);
    key.nodes = row.text_or_empty(10);
    return key;
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

Result<void> check(const NewApiKey& key) {
    if (key.id.size() < 8 || key.id.size() > 64 || !std::ranges::all_of(key.id, is_lower_or_digit))
        return fail(Errc::invalid_argument, "the id of a key is 8 to 64 characters of a-z and 0-9");
    if (key.owner.empty()) return fail(Errc::invalid_argument, "a key without an owner");
    if (key.digest.size() != 64 || !std::ranges::all_of(key.digest, is_lower_or_digit))
        return fail(Errc::invalid_argument, "the digest of a key is 64 hexadecimal digits");
    if (key.life && *key.life <= std::chrono::milliseconds{0})
        return fail(Errc::invalid_argument, "a key that has expired before it is made");
    return {};
}

Result<std::optional<ApiKey>> key_in(Transaction& transaction, const std::string& id) {
    auto row = sql::first(transaction.sql, "SELECT " DIVAN_KEY_COLUMNS " FROM api_key WHERE id = ?1", id);
    if (!row) return fail(std::move(row).error());
    if (!*row) return std::nullopt;
    return read_key(**row);
}

Result<ApiKey> add_in(Transaction& transaction, const NewApiKey& wanted, const std::string& actor) {
    ApiKey key;
    key.id = wanted.id;
    key.owner = wanted.owner;
    key.name = wanted.name;
    key.digest = wanted.digest;
    key.scopes = wanted.scopes;
    key.limits = wanted.limits;
    key.nodes = wanted.nodes;
    key.created_at = transaction.now();
    if (wanted.life) key.expires_at = transaction.now() + *wanted.life;
    auto added =
        sql::change(transaction.sql,
                    "INSERT INTO api_key (id, owner, name, digest, scopes, limits, created_at, "
                    "expires_at, nodes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
                    key.id, key.owner, key.name, key.digest, key.scopes, key.limits, key.created_at,
                    key.expires_at, key.nodes);
    if (!added) return fail(std::move(added).error());
    if (*added == 0) return fail(Error{Errc::conflict, "there is a key of that id"}.with("key", key.id));
    auto noted =
        append_audit(transaction, AuditEntry{actor, "key.add", key.id, key.owner + ": " + key.scopes});
    if (!noted) return fail(std::move(noted).error());
    return key;
}

Result<ApiKey> revoke_in(Transaction& transaction, const std::string& id, const std::string& actor) {
    auto revoked = sql::change(transaction.sql,
                               "UPDATE api_key SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL", id,
                               transaction.now());
    if (!revoked) return fail(std::move(revoked).error());
    auto key = key_in(transaction, id);
    if (!key) return fail(std::move(key).error());
    if (!*key) return fail(Error{Errc::not_found, "there is no such key"}.with("key", id));
    if (*revoked > 0) {
        auto noted = append_audit(transaction, AuditEntry{actor, "key.revoke", id, (*key)->owner});
        if (!noted) return fail(std::move(noted).error());
    }
    return std::move(**key);
}

Result<std::vector<ApiKey>> list_in(Transaction& transaction, const std::optional<std::string>& owner) {
    std::vector<ApiKey> keys;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_KEY_COLUMNS " FROM api_key WHERE (?1 = 0 OR owner = ?2) ORDER BY created_at, id",
        [&](const sql::Row& row) { keys.push_back(read_key(row)); }, owner.has_value(), owner);
    if (!read) return fail(std::move(read).error());
    return keys;
}

Result<void> note_use_in(Transaction& transaction, const std::string& id) {
    auto noted = sql::change(transaction.sql,
                             "UPDATE api_key SET last_used_at = ?2 WHERE id = ?1 AND "
                             "(last_used_at IS NULL OR last_used_at <= ?3)",
                             id, transaction.now(), transaction.now() - kUsesAreNotedEvery);
    if (!noted) return fail(std::move(noted).error());
    return {};
}

}  // namespace

asio::awaitable<Result<ApiKey>> add_key(Store& store, NewApiKey key, std::string actor) {
    if (auto sound = check(key); !sound) co_return fail(std::move(sound).error());
    auto work = [key = std::move(key), actor = std::move(actor)](Transaction& transaction) {
        return add_in(transaction, key, actor);
    };
    co_return co_await write<ApiKey>(store, std::move(work));
}

asio::awaitable<Result<std::optional<FoundKey>>> find_key(Store& store, std::string id) {
    auto work = [id = std::move(id)](Transaction& transaction) -> Result<std::optional<FoundKey>> {
        auto key = key_in(transaction, id);
        if (!key) return fail(std::move(key).error());
        if (!*key) return std::optional<FoundKey>{};
        FoundKey found;
        found.key = std::move(**key);
        found.now = transaction.now();
        return std::optional<FoundKey>{std::move(found)};
    };
    return read<std::optional<FoundKey>>(store, std::move(work));
}

asio::awaitable<Result<std::vector<ApiKey>>> list_keys(Store& store, std::optional<std::string> owner) {
    auto work = [owner = std::move(owner)](Transaction& transaction) { return list_in(transaction, owner); };
    return read<std::vector<ApiKey>>(store, std::move(work));
}

asio::awaitable<Result<ApiKey>> revoke_key(Store& store, std::string id, std::string actor) {
    auto work = [id = std::move(id), actor = std::move(actor)](Transaction& transaction) {
        return revoke_in(transaction, id, actor);
    };
    return write<ApiKey>(store, std::move(work));
}

asio::awaitable<Result<void>> note_key_use(Store& store, std::string id) {
    return store.write(
        [id = std::move(id)](Transaction& transaction) { return note_use_in(transaction, id); });
}

}  // namespace divan::store
