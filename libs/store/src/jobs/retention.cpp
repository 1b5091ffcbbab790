#include <divan/store/retention.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kKeyLife = std::chrono::hours{24};
constexpr milliseconds kGraphRest = std::chrono::hours{1};  // longer than any submission is on its way

Result<int> as_count(Result<std::int64_t> changed) {
    if (!changed) return fail(std::move(changed).error());
    return static_cast<int>(*changed);
}

Result<void> erase_job(Transaction& transaction, const Job& job) {
    auto files = sql::change(transaction.sql, "DELETE FROM asset WHERE job = ?1", job.id);
    if (!files) return fail(std::move(files).error());
    auto gone = sql::change(transaction.sql, "DELETE FROM job WHERE place = ?1", job.place);
    if (!gone) return fail(std::move(gone).error());
    transaction.count(job.owner, job.phase, -*gone);
    return {};
}

Result<int> erase_old_jobs(Transaction& transaction, Timestamp ended_before, int most) {
    std::vector<Job> old;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_JOB_COLUMNS
        " FROM job WHERE finished_at <= ?1 AND NOT EXISTS "
        "(SELECT 1 FROM delivery WHERE delivery.place = job.place AND state = 0) "
        "ORDER BY finished_at LIMIT ?2 /*pg:FOR UPDATE SKIP LOCKED*/",
        [&](const sql::Row& row) { old.push_back(read_job(row).job); }, ended_before, most);
    if (!read) return fail(std::move(read).error());
    for (const Job& job : old)
        if (auto erased = erase_job(transaction, job); !erased) return fail(std::move(erased).error());
    return static_cast<int>(old.size());
}

Result<int> erase_old_results(Transaction& transaction, Timestamp made_before, int most) {
    return as_count(
        sql::change(transaction.sql,
                    "DELETE FROM asset WHERE id IN (SELECT id FROM asset WHERE job IS NOT NULL AND "
                    "created_at <= ?1 ORDER BY created_at LIMIT ?2)",
                    made_before, most));
}

Result<int> erase_expired_assets(Transaction& transaction, int most) {
    return as_count(sql::change(
        transaction.sql,
        "DELETE FROM asset WHERE id IN (SELECT id FROM asset WHERE expires_at <= ?1 AND NOT EXISTS "
        "(SELECT 1 FROM job_input JOIN job ON job.place = job_input.place WHERE job_input.asset = asset.id "
        "AND phase < 6) "
        "ORDER BY expires_at LIMIT ?2)",
        transaction.now(), most));
}

/// The oldest results, until what is left fits.
Result<int> erase_results_beyond(Transaction& transaction, std::int64_t bound, int most) {
    auto total = sql::first(transaction.sql,
                            "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM blob WHERE hash IN "
                            "(SELECT hash FROM asset WHERE job IS NOT NULL)");
    if (!total) return fail(std::move(total).error());
    std::int64_t over = (*total)->integer(0) - bound;
    if (over <= 0) return 0;
    std::vector<AssetId> oldest;
    auto read = sql::each(
        transaction.sql,
        "SELECT asset.id, size FROM asset JOIN blob ON blob.hash = asset.hash WHERE job IS NOT NULL "
        "ORDER BY asset.created_at, asset.id LIMIT ?1",
        [&](const sql::Row& row) {
            if (over > 0) oldest.emplace_back(row.text(0));
            over -= row.integer(1);
        },
        most);
    if (!read) return fail(std::move(read).error());
    for (const AssetId& asset : oldest) {
        auto gone = sql::change(transaction.sql, "DELETE FROM asset WHERE id = ?1", asset);
        if (!gone) return fail(std::move(gone).error());
    }
    return static_cast<int>(oldest.size());
}

Result<int> erase_old_keys(Transaction& transaction, int most) {
    return as_count(sql::change(
        transaction.sql,
        "DELETE FROM submission WHERE id IN (SELECT id FROM submission WHERE created_at <= ?1 AND NOT EXISTS "
        "(SELECT 1 FROM job WHERE job.submission = submission.id AND (finished_at IS NULL OR finished_at > "
        "?1)) "
        "ORDER BY created_at LIMIT ?2)",
        transaction.now() - kKeyLife, most));
}

Result<std::vector<std::string>> unused_graphs(Transaction& transaction, int most) {
    std::vector<std::string> unused;
    auto read = sql::each(
        transaction.sql,
        "SELECT hash FROM graph WHERE used_at <= ?1 AND NOT EXISTS (SELECT 1 FROM job WHERE job.graph = "
        "graph.hash) LIMIT ?2",
        [&](const sql::Row& row) { unused.push_back(row.text(0)); }, transaction.now() - kGraphRest, most);
    if (!read) return fail(std::move(read).error());
    return unused;
}

Result<int> erase_graphs(Transaction& transaction, const std::vector<std::string>& unused) {
    int erased = 0;
    for (const std::string& hash : unused) {
        auto gone = sql::change(transaction.sql,
                                "DELETE FROM graph WHERE hash = ?1 AND used_at <= ?2 AND NOT EXISTS "
                                "(SELECT 1 FROM job WHERE job.graph = ?1)",
                                hash, transaction.now() - kGraphRest);
        if (!gone) return fail(std::move(gone).error());
        erased += static_cast<int>(*gone);
    }
    return erased;
}

Result<Swept> sweep_in(Transaction& transaction, const Retention& retention,
                       const std::vector<std::string>& graphs, int most) {
    Swept swept;
    const auto note = [](int& where, Result<int> count) -> Result<void> {
        if (!count) return fail(std::move(count).error());
        where += *count;
        return {};
    };
    Result<void> done;
    if (retention.jobs)
        done = note(swept.jobs, erase_old_jobs(transaction, transaction.now() - *retention.jobs, most));
    if (done && retention.results)
        done =
            note(swept.results, erase_old_results(transaction, transaction.now() - *retention.results, most));
    if (done && retention.result_bytes)
        done = note(swept.results, erase_results_beyond(transaction, *retention.result_bytes, most));
    if (done) done = note(swept.uploads, erase_expired_assets(transaction, most));
    if (done) done = note(swept.submissions, erase_old_keys(transaction, most));
    if (done) done = note(swept.graphs, erase_graphs(transaction, graphs));
    if (!done) return fail(std::move(done).error());
    return swept;
}

Result<void> remove_in(Transaction& transaction, const JobId& id, const std::optional<std::string>& owner) {
    auto row = lock_job(transaction, id);
    if (!row) return fail(std::move(row).error());
    const Job& job = row->job;
    if (owner && job.owner != *owner)
        return fail(Error{Errc::not_found, "there is no such job"}.with("job", id.str()));
    if (!is_final(job.phase))
        return fail(Error{Errc::conflict, "the job has not ended", "cancel it first"}.with("job", id.str()));
    return erase_job(transaction, job);
}

}  // namespace

asio::awaitable<Result<Swept>> sweep(Store& store, Retention retention, int most) {
    auto search = [most](Transaction& transaction) { return unused_graphs(transaction, most); };
    auto graphs = co_await read<std::vector<std::string>>(store, search, Store::Reading::lengthy);
    if (!graphs) co_return fail(std::move(graphs).error());
    auto work = [retention, graphs = std::move(*graphs), most](Transaction& transaction) {
        return sweep_in(transaction, retention, graphs, most);
    };
    co_return co_await write<Swept>(store, std::move(work));
}

asio::awaitable<Result<void>> remove_job(Store& store, JobId job, std::optional<std::string> owner) {
    return store.write([job, owner](Transaction& transaction) { return remove_in(transaction, job, owner); });
}

}  // namespace divan::store
