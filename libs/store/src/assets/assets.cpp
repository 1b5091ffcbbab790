#include <divan/store/assets.hpp>

#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

#include "assets/asset_rows.hpp"
#include "assets/upload_bounds.hpp"

namespace divan::store {
namespace {

tl::unexpected<Error> no_blob(const std::string& hash) {
    return fail(Error{Errc::not_found, "there are no such bytes"}.with("hash", hash));
}

Result<bool> note_in(Transaction& transaction, const Blob& blob) {
    auto known = sql::first(transaction.sql, "SELECT size FROM blob WHERE hash = ?1", blob.hash);
    if (!known) return fail(std::move(known).error());
    if (*known && (*known)->integer(0) != blob.size)
        return fail(
            Error{Errc::conflict, "the same hash is known with another size"}.with("hash", blob.hash));
    auto noted = sql::change(transaction.sql,
                             "INSERT INTO blob (hash, size, content_type, used_at) VALUES (?1, ?2, ?3, ?4) "
                             "ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
                             blob.hash, blob.size, blob.content_type, transaction.now());
    if (!noted) return fail(std::move(noted).error());
    return !*known;
}

/// The same name over the same bytes is the same asset; it then lives for the longer of both times.
Result<std::optional<AssetId>> same_asset(Transaction& transaction, const NewAsset& wanted,
                                          const std::string& tags, std::optional<Timestamp> expires_at) {
    auto same = sql::first(
        transaction.sql,
        "SELECT id, expires_at FROM asset WHERE hash = ?1 AND owner = ?2 AND name = ?3 AND tags = ?4 "
        "AND job IS NULL AND (expires_at IS NULL OR expires_at > ?5) LIMIT 1 /*pg:FOR UPDATE*/",
        wanted.hash, wanted.owner, wanted.name, tags, transaction.now());
    if (!same) return fail(std::move(same).error());
    if (!*same) return std::nullopt;
    const AssetId id{(*same)->text(0)};
    const auto until = (*same)->maybe_time(1);
    if (until && (!expires_at || *expires_at > *until)) {
        auto extended =
            sql::change(transaction.sql, "UPDATE asset SET expires_at = ?2 WHERE id = ?1", id, expires_at);
        if (!extended) return fail(std::move(extended).error());
    }
    return id;
}

Error used_key(std::string_view reason) {
    return Error{Errc::conflict, "the idempotency key was used", "use a new key"}.with("reason",
                                                                                       std::string{reason});
}

Result<void> use_key(Transaction& transaction, const std::string& owner, const IdempotencyKey& key) {
    auto noted =
        sql::change(transaction.sql,
                    "INSERT INTO submission (owner, route, idempotency_key, body_hash, created_at) "
                    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (owner, route, idempotency_key) DO NOTHING",
                    owner, key.route, key.key, key.body_hash, transaction.now());
    if (!noted && noted.error().fact("lock") == "timeout") return fail(used_key("idempotency_in_progress"));
    if (!noted) return fail(std::move(noted).error());
    if (*noted > 0) return {};
    auto earlier = sql::first(transaction.sql,
                              "SELECT body_hash FROM submission WHERE owner = ?1 AND route = ?2 AND "
                              "idempotency_key = ?3",
                              owner, key.route, key.key);
    if (!earlier) return fail(std::move(earlier).error());
    const bool same = *earlier && (*earlier)->text(0) == key.body_hash;
    return fail(used_key(same ? "idempotency_used" : "idempotency_mismatch"));
}

Result<AddedAsset> add_in(Transaction& transaction, const NewAsset& wanted) {
    if (wanted.idempotency)
        if (auto used = use_key(transaction, wanted.owner, *wanted.idempotency); !used)
            return fail(std::move(used).error());
    // Locked, so that no cleaning takes it before the record is there.
    auto blob =
        sql::first(transaction.sql, "SELECT 1 FROM blob WHERE hash = ?1 /*pg:FOR KEY SHARE*/", wanted.hash);
    if (!blob) return fail(std::move(blob).error());
    if (!*blob) return no_blob(wanted.hash);
    std::optional<Timestamp> expires_at;
    if (wanted.keep_for) expires_at = transaction.now() + *wanted.keep_for;
    const std::string tags = join(wanted.tags, " ");
    auto same = same_asset(transaction, wanted, tags, expires_at);
    if (!same) return fail(std::move(same).error());
    AddedAsset added;
    added.created = !same->has_value();
    const AssetId id = *same ? **same : AssetId{uuid4()};
    if (added.created) {
        auto made =
            sql::change(transaction.sql,
                        "INSERT INTO asset (id, owner, hash, name, tags, created_at, expires_at) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        id, wanted.owner, wanted.hash, wanted.name, tags, transaction.now(), expires_at);
        if (!made) return fail(std::move(made).error());
    }
    auto asset = asset_in(transaction, id, wanted.owner);
    if (!asset) return fail(std::move(asset).error());
    added.asset = std::move(*asset);
    return added;
}

Result<bool> has_in(Transaction& transaction, const std::string& owner, const std::string& hash) {
    auto row = sql::first(
        transaction.sql,
        "SELECT 1 FROM asset WHERE hash = ?1 AND owner = ?2 AND (expires_at IS NULL OR expires_at > ?3) "
        "LIMIT 1",
        hash, owner, transaction.now());
    if (!row) return fail(std::move(row).error());
    return row->has_value();
}

Result<void> remove_in(Transaction& transaction, const AssetId& id, const std::optional<std::string>& owner) {
    auto asset = asset_in(transaction, id, owner);
    if (!asset) return fail(std::move(asset).error());
    auto user = sql::first(transaction.sql,
                           "SELECT 1 FROM job_input JOIN job ON job.place = job_input.place "
                           "WHERE asset = ?1 AND phase < 6 LIMIT 1",
                           id);
    if (!user) return fail(std::move(user).error());
    if (*user)
        return fail(
            Error{Errc::asset_in_use, "a job that has not ended needs the file", "wait for it, or cancel it"}
                .with("asset", id.str()));
    auto removed = sql::change(transaction.sql, "DELETE FROM asset WHERE id = ?1", id);
    if (!removed) return fail(std::move(removed).error());
    return {};
}

Result<std::vector<Asset>> inputs_in(Transaction& transaction, const JobId& job) {
    std::vector<Asset> inputs;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_ASSET_COLUMNS
        " FROM job JOIN job_input ON job_input.place = job.place "
        "JOIN asset ON asset.id = job_input.asset JOIN blob ON blob.hash = asset.hash WHERE job.id = ?1 "
        "ORDER BY asset.id",
        [&](const sql::Row& row) { inputs.push_back(read_asset(row)); }, job);
    if (!read) return fail(std::move(read).error());
    return inputs;
}

}  // namespace

Asset read_asset(const sql::Row& row) {
    Asset asset;
    asset.id = AssetId{row.text(0)};
    asset.owner = row.text(1);
    asset.blob.hash = row.text(2);
    asset.blob.size = row.integer(3);
    asset.blob.content_type = row.text(4);
    asset.name = row.text(5);
    for (std::string& tag : split(row.text(6), ' '))
        if (!tag.empty()) asset.tags.push_back(std::move(tag));
    asset.created_at = row.time(7);
    asset.expires_at = row.maybe_time(8);
    if (!row.is_null(9)) asset.job = JobId{row.text(9)};
    return asset;
}

Result<Asset> asset_in(Transaction& transaction, const AssetId& asset,
                       const std::optional<std::string>& owner) {
    auto row = sql::first(
        transaction.sql,
        "SELECT " DIVAN_ASSET_COLUMNS
        " FROM asset JOIN blob ON blob.hash = asset.hash "
        "WHERE asset.id = ?1 AND (?2 = 0 OR owner = ?3) AND (expires_at IS NULL OR expires_at > ?4)",
        asset, owner.has_value(), owner, transaction.now());
    if (!row) return fail(std::move(row).error());
    if (!*row) return fail(Error{Errc::not_found, "there is no such asset"}.with("asset", asset.str()));
    return read_asset(**row);
}

asio::awaitable<Result<bool>> note_blob(Store& store, Blob blob) {
    auto work = [blob = std::move(blob)](Transaction& transaction) { return note_in(transaction, blob); };
    return write<bool>(store, std::move(work));
}

asio::awaitable<Result<AddedAsset>> add_asset(Store& store, NewAsset asset) {
    auto work = [asset = std::move(asset)](Transaction& transaction) -> Result<AddedAsset> {
        auto counted = count_upload(transaction, asset.owner, asset.hash, asset.bounds);
        if (!counted) return fail(std::move(counted).error());
        return add_in(transaction, asset);
    };
    return write<AddedAsset>(store, std::move(work));
}

asio::awaitable<Result<AddedAsset>> add_asset_from_hash(Store& store, NewAsset asset) {
    auto work = [asset = std::move(asset)](Transaction& transaction) -> Result<AddedAsset> {
        auto own = has_in(transaction, asset.owner, asset.hash);
        if (!own) return fail(std::move(own).error());
        if (!*own) return no_blob(asset.hash);
        return add_in(transaction, asset);
    };
    return write<AddedAsset>(store, std::move(work));
}

asio::awaitable<Result<bool>> has_blob(Store& store, std::string owner, std::string hash) {
    auto work = [owner, hash](Transaction& transaction) { return has_in(transaction, owner, hash); };
    return read<bool>(store, std::move(work));
}

asio::awaitable<Result<Asset>> find_asset(Store& store, AssetId asset, std::optional<std::string> owner) {
    auto work = [asset, owner](Transaction& transaction) { return asset_in(transaction, asset, owner); };
    return read<Asset>(store, std::move(work));
}

asio::awaitable<Result<void>> remove_asset(Store& store, AssetId asset, std::optional<std::string> owner) {
    return store.write(
        [asset, owner](Transaction& transaction) { return remove_in(transaction, asset, owner); });
}

asio::awaitable<Result<std::vector<Asset>>> inputs_of(Store& store, JobId job) {
    auto work = [job](Transaction& transaction) { return inputs_in(transaction, job); };
    return read<std::vector<Asset>>(store, std::move(work));
}

asio::awaitable<Result<std::int64_t>> bytes_of(Store& store, std::string owner) {
    auto work = [owner](Transaction& transaction) { return stored_bytes_in(transaction, owner); };
    return read<std::int64_t>(store, std::move(work));
}

}  // namespace divan::store
