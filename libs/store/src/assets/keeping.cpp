#include <divan/store/asset_store.hpp>

#include "transaction.hpp"

namespace divan::store {
namespace {

constexpr std::chrono::milliseconds kUnused = std::chrono::hours{1};

using Unused = std::vector<std::pair<std::string, std::int64_t>>;

Result<Unused> unused_in(Transaction& transaction, int most) {
    Unused unused;
    auto read = sql::each(
        transaction.sql,
        "SELECT hash, size FROM blob WHERE used_at <= ?1 AND NOT EXISTS (SELECT 1 FROM asset WHERE "
        "asset.hash = blob.hash) "
        "ORDER BY used_at LIMIT ?2",
        [&](const sql::Row& row) { unused.emplace_back(row.text(0), row.integer(1)); },
        transaction.now() - kUnused, most);
    if (!read) return fail(std::move(read).error());
    return unused;
}

/// The file goes inside the transaction that removes the row: who wants to keep the same bytes at that moment
/// waits for the row, and then brings the file again.
Result<Cleaned> clean_in(Transaction& transaction, AssetStore& assets, const Unused& unused) {
    Cleaned cleaned;
    for (const auto& [hash, size] : unused) {
        auto gone = sql::change(transaction.sql,
                                "DELETE FROM blob WHERE hash = ?1 AND used_at <= ?2 AND NOT EXISTS "
                                "(SELECT 1 FROM asset WHERE asset.hash = ?1)",
                                hash, transaction.now() - kUnused);
        if (!gone) return fail(std::move(gone).error());
        if (*gone == 0) continue;
        if (auto removed = assets.remove_now(hash); !removed) return fail(std::move(removed).error());
        ++cleaned.blobs;
        cleaned.bytes += size;
    }
    return cleaned;
}

}  // namespace

asio::awaitable<Result<void>> keep(Store& store, AssetWriter& writer, Blob blob) {
    auto noted = co_await note_blob(store, std::move(blob));
    if (!noted) co_return fail(std::move(noted).error());
    co_return co_await writer.put_in_place();
}

asio::awaitable<Result<Cleaned>> clean_blobs(Store& store, AssetStore& assets, int most) {
    auto search = [most](Transaction& transaction) { return unused_in(transaction, most); };
    auto unused = co_await read<Unused>(store, search, Store::Reading::lengthy);
    if (!unused) co_return fail(std::move(unused).error());
    if (unused->empty()) co_return Cleaned{};
    auto work = [&assets, unused = std::move(*unused)](Transaction& transaction) {
        return clean_in(transaction, assets, unused);
    };
    co_return co_await write<Cleaned>(store, std::move(work));
}

}  // namespace divan::store
