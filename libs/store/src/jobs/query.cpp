#include <divan/store/query.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {
namespace {

tl::unexpected<Error> unknown(const JobId& job) {
    return fail(Error{Errc::not_found, "there is no such job"}.with("job", job.str()));
}

Result<Job> find_in(Transaction& transaction, const JobId& job, const std::optional<std::string>& owner) {
    auto row = sql::first(transaction.sql,
                          "SELECT " DIVAN_JOB_COLUMNS " FROM job WHERE id = ?1 AND (?2 = 0 OR owner = ?3)",
                          job, owner.has_value(), owner);
    if (!row) return fail(std::move(row).error());
    if (!*row) return unknown(job);
    return read_job(**row).job;
}

Result<std::string> graph_in(Transaction& transaction, const JobId& job,
                             const std::optional<std::string>& owner) {
    auto row = sql::first(transaction.sql,
                          "SELECT content FROM graph JOIN job ON job.graph = graph.hash "
                          "WHERE job.id = ?1 AND (?2 = 0 OR owner = ?3)",
                          job, owner.has_value(), owner);
    if (!row) return fail(std::move(row).error());
    if (!*row) return unknown(job);
    return (*row)->text(0);
}

/// One kind of thing of a job, in its order.
template <class T, class Read, class... Values>
Result<std::vector<T>> all(Transaction& transaction, const char* statement, Read read_one,
                           const Values&... values) {
    std::vector<T> found;
    auto read = sql::each(
        transaction.sql, statement, [&](const sql::Row& row) { found.push_back(read_one(row)); }, values...);
    if (!read) return fail(std::move(read).error());
    return found;
}

Event read_event(const sql::Row& row) {
    Event event;
    event.seq = row.integer(0);
    event.at = row.time(1);
    event.kind = row.text(2);
    event.data = row.text(3);
    return event;
}

Output read_output(const sql::Row& row) {
    Output output;
    output.number = row.small(0);
    output.node = row.text(1);
    output.name = row.text(2);
    output.kind = row.text(3);
    output.details = row.text(4);
    output.asset = AssetId{row.text(5)};
    output.hash = row.text(6);
    output.size = row.integer(7);
    output.content_type = row.text(8);
    return output;
}

Result<std::optional<int>> jobs_before_in(Transaction& transaction, const JobId& id) {
    constexpr int kMost = 1'000;
    auto job = find_in(transaction, id, std::nullopt);
    if (!job) return fail(std::move(job).error());
    if (job->phase != Phase::queued) return std::nullopt;
    auto row =
        sql::first(transaction.sql,
                   "SELECT count(*) FROM (SELECT 1 FROM job WHERE ready = 1 AND lane = ?1 AND owner = ?2 AND "
                   "(priority > ?3 OR (priority = ?3 AND place < ?4)) LIMIT ?5) AS earlier",
                   job->lane, job->owner, job->priority, job->place, kMost + 1);
    if (!row) return fail(std::move(row).error());
    const int before = (*row)->small(0);
    if (before > kMost) return std::nullopt;
    return before;
}

Result<Counts> counts_of(Transaction& transaction, const char* statement,
                         const std::vector<std::string>& texts) {
    Counts counts{};
    const auto take = [&](const sql::Row& row) {
        counts[static_cast<std::size_t>(row.integer(0))] = row.integer(1);
    };
    auto read = texts.empty()       ? sql::each(transaction.sql, statement, take)
                : texts.size() == 1 ? sql::each(transaction.sql, statement, take, texts[0])
                                    : sql::each(transaction.sql, statement, take, texts[0], texts[1]);
    if (!read) return fail(std::move(read).error());
    return counts;
}

}  // namespace

asio::awaitable<Result<Job>> find_job(Store& store, JobId job, std::optional<std::string> owner) {
    auto work = [job, owner](Transaction& transaction) { return find_in(transaction, job, owner); };
    return read<Job>(store, std::move(work));
}

asio::awaitable<Result<std::string>> graph_of(Store& store, JobId job, std::optional<std::string> owner) {
    auto work = [job, owner](Transaction& transaction) { return graph_in(transaction, job, owner); };
    return read<std::string>(store, std::move(work));
}

asio::awaitable<Result<std::vector<Attempt>>> attempts_of(Store& store, JobId job) {
    auto work = [job](Transaction& transaction) {
        return all<Attempt>(
            transaction,
            "SELECT " DIVAN_ATTEMPT_COLUMNS
            " FROM attempt JOIN job ON job.place = attempt.place "
            "WHERE job.id = ?1 ORDER BY number",
            [](const sql::Row& row) { return read_attempt(row); }, job);
    };
    return read<std::vector<Attempt>>(store, std::move(work));
}

asio::awaitable<Result<std::optional<int>>> jobs_before(Store& store, JobId job) {
    auto work = [job](Transaction& transaction) { return jobs_before_in(transaction, job); };
    return read<std::optional<int>>(store, std::move(work));
}

asio::awaitable<Result<std::vector<Event>>> events_after(Store& store, JobId job, std::int64_t seq,
                                                         int most) {
    auto work = [job, seq, most](Transaction& transaction) {
        return all<Event>(transaction,
                          "SELECT seq, at, kind, data FROM event JOIN job ON job.place = event.place "
                          "WHERE job.id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
                          read_event, job, seq, most);
    };
    return read<std::vector<Event>>(store, std::move(work));
}

asio::awaitable<Result<std::vector<Output>>> outputs_of(Store& store, JobId job) {
    auto work = [job](Transaction& transaction) {
        return all<Output>(
            transaction,
            "SELECT number, node, name, kind, output.details, asset, hash, size, content_type "
            "FROM output JOIN job ON job.place = output.place WHERE job.id = ?1 ORDER BY number",
            read_output, job);
    };
    return read<std::vector<Output>>(store, std::move(work));
}

asio::awaitable<Result<Counts>> count_jobs(Store& store, std::optional<std::string> owner) {
    auto work = [owner](Transaction& transaction) {
        if (!owner)
            return counts_of(transaction,
                             "SELECT phase, CAST(sum(jobs) AS BIGINT) FROM tally_of_all GROUP BY phase", {});
        return counts_of(transaction,
                         "SELECT phase, CAST(sum(jobs) AS BIGINT) FROM tally WHERE owner = ?1 GROUP BY phase",
                         {*owner});
    };
    return read<Counts>(store, std::move(work));
}

asio::awaitable<Result<Counts>> count_batch(Store& store, std::string batch,
                                            std::optional<std::string> owner) {
    auto work = [batch, owner](Transaction& transaction) {
        if (!owner)
            return counts_of(transaction, "SELECT phase, count(*) FROM job WHERE batch = ?1 GROUP BY phase",
                             {batch});
        return counts_of(transaction,
                         "SELECT phase, count(*) FROM job WHERE batch = ?1 AND owner = ?2 GROUP BY phase",
                         {batch, *owner});
    };
    return read<Counts>(store, std::move(work));
}

}  // namespace divan::store
