#include <divan/store/backup.hpp>

#include "keys/audit_rows.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

/// A rule, and the statement that finds what breaks it, in its first column.
struct Rule {
    const char* what;
    const char* statement;
};

// Phases: 0 queued, 1 assigned, 5 in_doubt, 6 succeeded, 7 failed, 8 cancelled.
constexpr Rule kRules[] = {
    {"a job has no graph",
     "SELECT id FROM job WHERE NOT EXISTS (SELECT 1 FROM graph WHERE graph.hash = job.graph) LIMIT 100"},
    {"a job has ended, and says not when",
     "SELECT id FROM job WHERE phase >= 6 AND finished_at IS NULL LIMIT 100"},
    {"a job has not ended, and says when",
     "SELECT id FROM job WHERE phase < 6 AND finished_at IS NOT NULL LIMIT 100"},
    {"a failed job has no error", "SELECT id FROM job WHERE phase = 7 AND error_code IS NULL LIMIT 100"},
    {"a job is claimable, and does not wait", "SELECT id FROM job WHERE ready <> 0 AND phase <> 0 LIMIT 100"},
    {"a job under way has no owner",
     "SELECT id FROM job WHERE phase BETWEEN 1 AND 5 AND gateway IS NULL LIMIT 100"},
    {"a job has an owner, and is not under way",
     "SELECT id FROM job WHERE gateway IS NOT NULL AND phase NOT BETWEEN 1 AND 5 LIMIT 100"},
    {"a job under way has no open attempt",
     "SELECT id FROM job WHERE phase BETWEEN 1 AND 5 AND NOT EXISTS (SELECT 1 FROM attempt WHERE "
     "attempt.place = job.place "
     "AND attempt.number = job.attempt AND ended_at IS NULL) LIMIT 100"},
    {"an attempt is open, and its job does not know it",
     "SELECT prompt FROM attempt JOIN job ON job.place = attempt.place WHERE ended_at IS NULL AND "
     "(attempt.number <> job.attempt OR phase NOT BETWEEN 1 AND 5) LIMIT 100"},
    {"the events of a job have a gap",
     "SELECT id FROM job LEFT JOIN event ON event.place = job.place GROUP BY job.place, id, events "
     "HAVING count(seq) <> job.events OR coalesce(max(seq), 0) <> job.events LIMIT 100"},
    {"the last event of a job is not its end",
     "SELECT id FROM job JOIN event ON event.place = job.place AND event.seq = job.events WHERE phase >= 6 "
     "AND "
     "kind <> CASE phase WHEN 6 THEN 'succeeded' WHEN 7 THEN 'failed' ELSE 'cancelled' END LIMIT 100"},
    {"outputs of a job that did not succeed",
     "SELECT id FROM job WHERE phase <> 6 AND EXISTS (SELECT 1 FROM output WHERE output.place = job.place) "
     "LIMIT 100"},
    {"the count of an owner's jobs is wrong",
     "SELECT owner FROM (SELECT owner, phase, jobs FROM tally UNION ALL "
     "SELECT owner, phase, -count(*) FROM job GROUP BY owner, phase) AS counted "
     "GROUP BY owner, phase HAVING sum(jobs) <> 0 LIMIT 100"},
    {"the count of all jobs in a phase is wrong",
     "SELECT CAST(phase AS TEXT) FROM (SELECT phase, jobs FROM tally_of_all UNION ALL "
     "SELECT phase, -count(*) FROM job GROUP BY phase) AS counted GROUP BY phase HAVING sum(jobs) <> 0 LIMIT "
     "100"},
    {"an asset has no blob",
     "SELECT id FROM asset WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.hash = asset.hash) LIMIT 100"},
    {"a job that has not ended misses an input",
     "SELECT job.id FROM job JOIN job_input ON job_input.place = job.place WHERE phase < 6 AND NOT EXISTS "
     "(SELECT 1 FROM asset WHERE asset.id = job_input.asset) LIMIT 100"},
};

Result<void> check_file(Transaction& transaction, std::vector<Problem>& problems) {
    if (transaction.is_postgres()) return {};
    return sql::each(transaction.sql, "PRAGMA integrity_check(100)", [&](const sql::Row& row) {
        if (row.text(0) != "ok") problems.push_back({"the database file is damaged", row.text(0)});
    });
}

Result<std::vector<Problem>> check_rows(Transaction& transaction) {
    std::vector<Problem> problems;
    if (auto done = check_file(transaction, problems); !done) return fail(std::move(done).error());
    for (const Rule& rule : kRules) {
        auto read = sql::each(transaction.sql, rule.statement,
                              [&](const sql::Row& row) { problems.push_back({rule.what, row.text(0)}); });
        if (!read) return fail(std::move(read).error());
    }
    auto audit = check_audit_in(transaction);
    if (!audit) return fail(std::move(audit).error());
    if (audit->broken_at)
        problems.push_back({"the audit log was changed", std::to_string(*audit->broken_at)});
    return problems;
}

Result<std::vector<Blob>> named_blobs(Transaction& transaction) {
    std::vector<Blob> blobs;
    auto read = sql::each(transaction.sql,
                          "SELECT hash, size FROM blob WHERE EXISTS (SELECT 1 FROM asset WHERE asset.hash = "
                          "blob.hash) ORDER BY hash",
                          [&](const sql::Row& row) {
                              Blob& blob = blobs.emplace_back();
                              blob.hash = row.text(0), blob.size = row.integer(1);
                          });
    if (!read) return fail(std::move(read).error());
    return blobs;
}

}  // namespace

asio::awaitable<Result<std::vector<Problem>>> check(Store& store, AssetStore* assets) {
    auto problems = co_await read<std::vector<Problem>>(store, check_rows, Store::Reading::lengthy);
    if (!problems || !assets) co_return problems;
    auto blobs = co_await read<std::vector<Blob>>(store, named_blobs, Store::Reading::lengthy);
    if (!blobs) co_return fail(std::move(blobs).error());
    for (const Blob& blob : *blobs) {
        auto file = co_await assets->open(blob);
        if (!file) problems->push_back({file.error().message, blob.hash});
    }
    co_return problems;
}

}  // namespace divan::store
