#include <divan/store/submit.hpp>

#include <divan/base/crash_point.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {
namespace {

using std::chrono::milliseconds;

tl::unexpected<Error> invalid(std::string what, std::size_t job) {
    return fail(Error{Errc::invalid_argument, std::move(what)}.with("index", std::to_string(job)));
}

Result<void> check(const Submission& submission) {
    if (submission.jobs.empty()) return fail(Errc::invalid_argument, "a submission without jobs");
    for (std::size_t i = 0; i < submission.jobs.size(); ++i) {
        const JobLimits& limits = submission.jobs[i].limits;
        if (submission.jobs[i].graph.empty()) return invalid("a job without a graph", i);
        if (limits.queue_ttl <= milliseconds{0} || limits.run_timeout <= milliseconds{0} ||
            limits.total_timeout <= milliseconds{0})
            return invalid("a time-out of a job is not above zero", i);
        if (limits.attempts < 1 || limits.redispatches < 0 || limits.strikes < 1)
            return invalid("a job needs at least one attempt and one strike", i);
    }
    return {};
}

Error used_otherwise(std::string job) {
    return Error{Errc::conflict, "the idempotency key was used for another request", "use a new key"}
        .with("reason", "idempotency_mismatch")
        .with("job", std::move(job));
}

/// The jobs of the request that this key was used for; none when there was no such request.
Result<Submitted> earlier_of(Transaction& transaction, const std::string& owner, const IdempotencyKey& key) {
    Submitted earlier;
    earlier.replayed = true;
    std::string body_hash;
    auto read = sql::each(
        transaction.sql,
        "SELECT submission.body_hash, job.id FROM submission JOIN job ON job.submission = submission.id "
        "WHERE submission.owner = ?1 AND route = ?2 AND idempotency_key = ?3 ORDER BY job.place",
        [&](const sql::Row& job) {
            body_hash = job.text(0);
            earlier.jobs.emplace_back(job.text(1));
        },
        owner, key.route, key.key);
    if (!read) return fail(std::move(read).error());
    if (!earlier.jobs.empty() && body_hash != key.body_hash)
        return fail(used_otherwise(earlier.jobs.front().str()));
    return earlier;
}

/// The jobs of an earlier request with this key; nothing when this one is the first, and then it is noted.
Result<std::optional<Submitted>> note_key(Transaction& transaction, const Submission& submission,
                                          std::optional<std::int64_t>& number) {
    const IdempotencyKey& key = *submission.idempotency;
    auto row = sql::first(
        transaction.sql,
        "INSERT INTO submission (owner, route, idempotency_key, body_hash, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (owner, route, idempotency_key) DO NOTHING RETURNING id",
        submission.owner, key.route, key.key, key.body_hash, transaction.now());
    if (!row && row.error().fact("lock") == "timeout")
        return fail(Error{Errc::conflict,
                          "the first request with this idempotency key is still being written",
                          "ask again in a second"}
                        .with("reason", "idempotency_in_progress"));
    if (!row) return fail(std::move(row).error());
    if (*row) {
        number = (*row)->integer(0);
        return std::nullopt;
    }
    auto earlier = earlier_of(transaction, submission.owner, key);
    if (!earlier) return fail(std::move(earlier).error());
    if (earlier->jobs.empty()) return fail(used_otherwise("removed"));
    return std::optional<Submitted>{std::move(*earlier)};
}

Result<std::int64_t> waiting(Transaction& transaction, const std::optional<std::string>& owner) {
    auto row =
        owner ? sql::first(transaction.sql,
                           "SELECT CAST(coalesce(sum(jobs), 0) AS BIGINT) FROM tally WHERE owner = ?1 AND "
                           "phase IN (0, 1)",
                           *owner)
              : sql::first(
                    transaction.sql,
                    "SELECT CAST(coalesce(sum(jobs), 0) AS BIGINT) FROM tally_of_all WHERE phase IN (0, 1)");
    if (!row) return fail(std::move(row).error());
    return (*row)->integer(0);
}

Result<void> check_bounds(Transaction& transaction, const Submission& submission) {
    const auto more = static_cast<std::int64_t>(submission.jobs.size());
    auto own = waiting(transaction, submission.owner);
    if (!own) return fail(std::move(own).error());
    if (*own + more > submission.bounds.per_owner)
        return fail(Error{Errc::quota_exceeded, "too many jobs of this owner wait already"}
                        .with("waiting", std::to_string(*own))
                        .with("bound", std::to_string(submission.bounds.per_owner)));
    auto all = waiting(transaction, std::nullopt);
    if (!all) return fail(std::move(all).error());
    if (*all + more > submission.bounds.total)
        return fail(Error{Errc::queue_full, "the queue holds as many jobs as it may"}
                        .with("waiting", std::to_string(*all))
                        .with("bound", std::to_string(submission.bounds.total)));
    return {};
}

/// Keeps the text. A graph that was used lately is not touched: equal graphs of many writers would make them
/// queue.
Result<std::string> keep_graph(Transaction& transaction, const std::string& graph) {
    constexpr milliseconds kLately = std::chrono::minutes{10};
    std::string hash = blake3_hex(graph);
    auto known = sql::first(transaction.sql, "SELECT used_at FROM graph WHERE hash = ?1", hash);
    if (!known) return fail(std::move(known).error());
    if (*known && (*known)->time(0) > transaction.now() - kLately) return hash;
    auto kept = sql::change(transaction.sql,
                            "INSERT INTO graph (hash, content, used_at) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
                            hash, graph, transaction.now());
    if (!kept) return fail(std::move(kept).error());
    return hash;
}

Result<void> keep_inputs(Transaction& transaction, const std::string& owner, std::int64_t place,
                         const std::vector<AssetId>& inputs) {
    for (const AssetId& input : inputs) {
        auto own =
            sql::first(transaction.sql,
                       "SELECT 1 FROM asset WHERE id = ?1 AND owner = ?2 /*pg:FOR KEY SHARE*/", input, owner);
        if (!own) return fail(std::move(own).error());
        if (!*own)
            return fail(
                Error{Errc::not_found, "an input of the job does not exist"}.with("asset", input.str()));
        auto kept = sql::change(transaction.sql,
                                "INSERT INTO job_input (place, asset) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                                place, input);
        if (!kept) return fail(std::move(kept).error());
    }
    return {};
}

Result<JobId> insert(Transaction& transaction, const Submission& submission, const NewJob& wanted,
                     std::optional<std::int64_t> number) {
    auto graph = keep_graph(transaction, wanted.graph);
    if (!graph) return fail(std::move(graph).error());
    Job job;
    job.id = wanted.id.empty() ? JobId{uuid4()} : wanted.id;
    const Timestamp now = transaction.now();
    const Timestamp due = std::max(now, wanted.not_before.value_or(now));
    const JobLimits& limits = wanted.limits;
    const Timestamp deadline = due + limits.total_timeout;
    std::optional<std::string> batch;
    if (!wanted.batch.empty()) batch = wanted.batch;
    auto row = sql::first(
        transaction.sql,
        "INSERT INTO job (id, owner, lane, priority, batch, phase, ready, epoch, created_at, run_after, "
        "expires_at, "
        "deadline, queue_ttl, run_timeout, total_timeout, most_attempts, most_redispatches, most_strikes, "
        "attempts, "
        "redispatches, strikes, attempt, avoid, events, submission, retry_of, graph, details, webhooks, "
        "most_in_flight) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 1, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 0, 0, 0, 0, "
        "'', 1, ?17, "
        "?18, ?19, ?20, ?21, ?22) RETURNING place",
        job.id, submission.owner, wanted.lane, wanted.priority, batch, ready_number(due <= now), now, due,
        std::min(deadline, due + limits.queue_ttl), deadline, limits.queue_ttl, limits.run_timeout,
        limits.total_timeout, limits.attempts, limits.redispatches, limits.strikes, number,
        submission.retry_of, *graph, wanted.details, webhooks_text(wanted.webhooks),
        submission.bounds.in_flight);
    if (!row) return fail(std::move(row).error());
    job.place = (*row)->integer(0);
    if (auto kept = keep_inputs(transaction, submission.owner, job.place, wanted.inputs); !kept)
        return fail(std::move(kept).error());
    if (auto noted = append_event(transaction, job, "queued"); !noted) return fail(std::move(noted).error());
    transaction.count(submission.owner, Phase::queued, 1);
    return job.id;
}

Result<Submitted> submit_in(Transaction& transaction, const Submission& submission) {
    std::optional<std::int64_t> number;
    if (submission.idempotency) {
        auto earlier = note_key(transaction, submission, number);
        if (!earlier) return fail(std::move(earlier).error());
        if (*earlier) return std::move(**earlier);
    }
    if (auto room = check_bounds(transaction, submission); !room) return fail(std::move(room).error());
    Submitted submitted;
    for (const NewJob& wanted : submission.jobs) {
        auto job = insert(transaction, submission, wanted, number);
        if (!job) return fail(std::move(job).error());
        submitted.jobs.push_back(std::move(*job));
    }
    transaction.change.work = true;
    crash_point("CP2");
    return submitted;
}

}  // namespace

asio::awaitable<Result<Submitted>> submit(Store& store, Submission submission) {
    if (auto sound = check(submission); !sound) co_return fail(std::move(sound).error());
    auto work = [submission = std::move(submission)](Transaction& transaction) {
        return submit_in(transaction, submission);
    };
    co_return co_await write<Submitted>(store, std::move(work));
}

asio::awaitable<Result<std::optional<Submitted>>> find_submission(Store& store, std::string owner,
                                                                  IdempotencyKey key) {
    auto work = [owner = std::move(owner),
                 key = std::move(key)](Transaction& transaction) -> Result<std::optional<Submitted>> {
        auto earlier = earlier_of(transaction, owner, key);
        if (!earlier) return fail(std::move(earlier).error());
        if (earlier->jobs.empty()) return std::optional<Submitted>{};
        return std::optional<Submitted>{std::move(*earlier)};
    };
    co_return co_await read<std::optional<Submitted>>(store, std::move(work));
}

}  // namespace divan::store
