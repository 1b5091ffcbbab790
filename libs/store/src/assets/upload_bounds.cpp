#include "assets/upload_bounds.hpp"

namespace divan::store {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

std::int64_t day_of(Timestamp time) { return std::chrono::floor<Days>(time.time_since_epoch()).count(); }

Error over(const char* bound, std::int64_t most) {
    return Error{Errc::quota_exceeded, "the owner's files would pass its bound"}
        .with("bound", bound)
        .with("most", std::to_string(most));
}

/// The owner's bytes of today with these; its row stays locked.
Result<std::int64_t> add_to_day(Transaction& transaction, const std::string& owner, std::int64_t bytes) {
    auto row =
        sql::first(transaction.sql,
                   "INSERT INTO upload (owner, day, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (owner, day) "
                   "DO UPDATE SET bytes = upload.bytes + excluded.bytes RETURNING bytes",
                   owner, day_of(transaction.now()), bytes);
    if (!row) return fail(std::move(row).error());
    auto old = sql::change(transaction.sql, "DELETE FROM upload WHERE owner = ?1 AND day < ?2", owner,
                           day_of(transaction.now()) - 1);
    if (!old) return fail(std::move(old).error());
    return (*row)->integer(0);
}

/// Nothing when the owner has these bytes already.
Result<std::optional<std::int64_t>> new_bytes(Transaction& transaction, const std::string& owner,
                                              const std::string& hash) {
    auto row =
        sql::first(transaction.sql,
                   "SELECT size, (SELECT count(*) FROM asset WHERE hash = ?1 AND owner = ?2) FROM blob "
                   "WHERE hash = ?1",
                   hash, owner);
    if (!row) return fail(std::move(row).error());
    if (!*row || (*row)->integer(1) > 0) return std::nullopt;
    return (*row)->integer(0);
}

Result<std::int64_t> size_of(Transaction& transaction, const std::string& hash) {
    auto row = sql::first(transaction.sql, "SELECT size FROM blob WHERE hash = ?1", hash);
    if (!row) return fail(std::move(row).error());
    return *row ? (*row)->integer(0) : 0;
}

}  // namespace

Result<std::int64_t> stored_bytes_in(Transaction& transaction, const std::string& owner) {
    auto row = sql::first(transaction.sql,
                          "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM blob WHERE hash IN "
                          "(SELECT hash FROM asset WHERE owner = ?1)",
                          owner);
    if (!row) return fail(std::move(row).error());
    return (*row)->integer(0);
}

Result<void> count_upload(Transaction& transaction, const std::string& owner, const std::string& hash,
                          const UploadBounds& bounds) {
    auto size = size_of(transaction, hash);
    if (!size) return fail(std::move(size).error());
    auto today = add_to_day(transaction, owner, *size);
    if (!today) return fail(std::move(today).error());
    if (bounds.day_bytes && *today > *bounds.day_bytes) return fail(over("day_bytes", *bounds.day_bytes));
    if (!bounds.stored_bytes) return {};
    auto added = new_bytes(transaction, owner, hash);
    if (!added) return fail(std::move(added).error());
    if (!*added) return {};
    auto stored = stored_bytes_in(transaction, owner);
    if (!stored) return fail(std::move(stored).error());
    if (*stored > *bounds.stored_bytes - **added) return fail(over("stored_bytes", *bounds.stored_bytes));
    return {};
}

asio::awaitable<Result<UploadedToday>> uploaded_today(Store& store, std::string owner) {
    auto work = [owner = std::move(owner)](Transaction& transaction) -> Result<UploadedToday> {
        const std::int64_t day = day_of(transaction.now());
        auto row =
            sql::first(transaction.sql, "SELECT bytes FROM upload WHERE owner = ?1 AND day = ?2", owner, day);
        if (!row) return fail(std::move(row).error());
        UploadedToday today;
        if (*row) today.bytes = (*row)->integer(0);
        today.until_midnight = Days{day + 1} - transaction.now().time_since_epoch();
        return today;
    };
    co_return co_await read<UploadedToday>(store, std::move(work));
}

}  // namespace divan::store
