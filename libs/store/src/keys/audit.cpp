#include <divan/store/audit.hpp>

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>

#include "keys/audit_rows.hpp"
#include "sql/valid_text.hpp"

namespace divan::store {
namespace {

/// A JSON array: no two different rows have the same text.
std::string chained(const std::string& former, const AuditRecord& record) {
    json::Array content;
    content.emplace_back(former);
    content.emplace_back(record.number);
    content.emplace_back(static_cast<std::int64_t>(record.at.time_since_epoch().count()));
    for (const std::string* part :
         {&record.entry.actor, &record.entry.action, &record.entry.subject, &record.entry.details})
        content.emplace_back(*part);
    return blake3_hex(json::write(json::Value(std::move(content))));
}

AuditRecord read_record(const sql::Row& row) {
    AuditRecord record;
    record.number = row.integer(0);
    record.at = row.time(1);
    record.entry = AuditEntry{row.text(2), row.text(3), row.text(4), row.text(5)};
    record.hash = row.text(6);
    return record;
}

struct Head {
    std::int64_t number = 0;
    std::string hash;
};

/// Locked: the next row must know this one.
Result<Head> take_head(Transaction& transaction) {
    auto made = sql::change(transaction.sql,
                            "INSERT INTO audit_head (one, number, hash) VALUES (1, 0, '') "
                            "ON CONFLICT (one) DO NOTHING");
    if (!made) return fail(std::move(made).error());
    auto row = sql::first(transaction.sql, "SELECT number, hash FROM audit_head /*pg:FOR UPDATE*/");
    if (!row) return fail(std::move(row).error());
    if (!*row) return fail(Errc::store_damaged, "the audit log has no head");
    return Head{(*row)->integer(0), (*row)->text(1)};
}

Result<std::vector<AuditRecord>> page_in(Transaction& transaction, std::optional<std::int64_t> before,
                                         int most) {
    std::vector<AuditRecord> records;
    auto read = sql::each(
        transaction.sql,
        "SELECT number, at, actor, action, subject, details, hash FROM audit "
        "WHERE (?1 = 0 OR number < ?2) ORDER BY number DESC LIMIT ?3",
        [&](const sql::Row& row) { records.push_back(read_record(row)); }, before.has_value(), before, most);
    if (!read) return fail(std::move(read).error());
    return records;
}

}  // namespace

Result<AuditRecord> append_audit(Transaction& transaction, AuditEntry entry) {
    for (std::string* part : {&entry.actor, &entry.action, &entry.subject, &entry.details})
        *part = sql::made_sound(std::move(*part));
    auto head = take_head(transaction);
    if (!head) return fail(std::move(head).error());
    AuditRecord record;
    record.number = head->number + 1;
    record.at = transaction.now();
    record.entry = std::move(entry);
    record.hash = chained(head->hash, record);
    auto added = sql::change(transaction.sql,
                             "INSERT INTO audit (number, at, actor, action, subject, details, hash) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                             record.number, record.at, record.entry.actor, record.entry.action,
                             record.entry.subject, record.entry.details, record.hash);
    if (!added) return fail(std::move(added).error());
    auto moved = sql::change(transaction.sql, "UPDATE audit_head SET number = ?1, hash = ?2", record.number,
                             record.hash);
    if (!moved) return fail(std::move(moved).error());
    return record;
}

Result<AuditCheck> check_audit_in(Transaction& transaction) {
    AuditCheck check;
    auto read = sql::each(
        transaction.sql,
        "SELECT number, at, actor, action, subject, details, hash FROM audit ORDER BY number",
        [&](const sql::Row& row) {
            const AuditRecord record = read_record(row);
            const std::int64_t expected = ++check.records;
            const bool sound = record.number == expected && record.hash == chained(check.head, record);
            if (!sound && !check.broken_at) check.broken_at = expected;
            check.head = record.hash;
        });
    if (!read) return fail(std::move(read).error());
    auto head = sql::first(transaction.sql, "SELECT number, hash FROM audit_head");
    if (!head) return fail(std::move(head).error());
    const Head newest = *head ? Head{(*head)->integer(0), (*head)->text(1)} : Head{};
    if (!check.broken_at && (newest.number != check.records || newest.hash != check.head))
        check.broken_at = check.records + 1;  // rows at the end are gone, or were added by somebody else
    return check;
}

asio::awaitable<Result<AuditRecord>> add_audit(Store& store, AuditEntry entry) {
    auto work = [entry = std::move(entry)](Transaction& transaction) {
        return append_audit(transaction, entry);
    };
    return write<AuditRecord>(store, std::move(work));
}

asio::awaitable<Result<std::vector<AuditRecord>>> read_audit(Store& store, std::optional<std::int64_t> before,
                                                             int most) {
    if (most < 1 || most > 1'000)
        co_return fail(Errc::invalid_argument, "a page of the audit log holds 1 to 1000 records");
    auto work = [before, most](Transaction& transaction) { return page_in(transaction, before, most); };
    co_return co_await read<std::vector<AuditRecord>>(store, work);
}

asio::awaitable<Result<AuditCheck>> check_audit(Store& store) {
    return read<AuditCheck>(store, check_audit_in, Store::Reading::lengthy);
}

}  // namespace divan::store
