#include <divan/store/leases.hpp>

#include <divan/base/crash_point.hpp>

#include "jobs/endings.hpp"

namespace divan::store {
namespace {

constexpr const char* kHeld =
    "SELECT " DIVAN_JOB_COLUMNS ", " DIVAN_ATTEMPT_COLUMNS
    " FROM job JOIN attempt ON attempt.place = job.place AND attempt.number = job.attempt "
    "WHERE job.gateway = ?1 ORDER BY job.place";

HeldJob read_held(const sql::Row& row) { return {read_job(row).job, read_attempt(row, kJobColumns)}; }

Result<std::vector<HeldJob>> held_by(Transaction& transaction, const GatewayId& gateway) {
    std::vector<HeldJob> held;
    auto read = sql::each(
        transaction.sql, kHeld, [&](const sql::Row& row) { held.push_back(read_held(row)); }, gateway);
    if (!read) return fail(std::move(read).error());
    return held;
}

Result<void> beat(Transaction& transaction, const GatewayId& gateway, std::chrono::milliseconds lease) {
    auto renewed = sql::change(transaction.sql,
                               "INSERT INTO gateway (id, started_at, expires_at) VALUES (?1, ?2, ?3) "
                               "ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at",
                               gateway, transaction.now(), transaction.now() + lease);
    if (!renewed) return fail(std::move(renewed).error());
    return {};
}

/// Jobs whose owner has no valid row. Passing over locked ones: another gateway takes those.
Result<std::vector<HeldJob>> orphans(Transaction& transaction, const GatewayId& gateway, bool shared,
                                     int most) {
    std::vector<HeldJob> found;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_JOB_COLUMNS ", " DIVAN_ATTEMPT_COLUMNS
        " FROM job JOIN attempt ON attempt.place = job.place AND attempt.number = job.attempt "
        "WHERE job.gateway > '' AND job.gateway <> ?1 AND (?2 = 0 OR NOT EXISTS "
        "(SELECT 1 FROM gateway WHERE gateway.id = job.gateway AND gateway.expires_at > ?3)) "
        "ORDER BY job.gateway, job.place LIMIT ?4 /*pg:FOR UPDATE OF job SKIP LOCKED*/",
        [&](const sql::Row& row) { found.push_back(read_held(row)); }, gateway, shared, transaction.now(),
        most);
    if (!read) return fail(std::move(read).error());
    return found;
}

Result<std::vector<HeldJob>> take_over_in(Transaction& transaction, const GatewayId& gateway, bool shared,
                                          int most) {
    auto held = orphans(transaction, gateway, shared, most);
    if (!held) return held;
    for (HeldJob& one : *held) {
        const Job was = one.job;
        ++one.job.epoch;
        one.job.gateway = gateway;
        json::Object data;
        data["attempt"] = one.attempt.number;
        if (auto noted = append_event(transaction, one.job, "taken_over", data); !noted)
            return fail(std::move(noted).error());
        if (auto saved = save_move(transaction, one.job, was); !saved) return fail(std::move(saved).error());
    }
    auto swept =
        sql::change(transaction.sql,
                    "DELETE FROM gateway WHERE id <> ?1 AND (?2 = 0 OR expires_at <= ?3) AND NOT EXISTS "
                    "(SELECT 1 FROM job WHERE job.gateway = gateway.id)",
                    gateway, shared, transaction.now());
    if (!swept) return fail(std::move(swept).error());
    return held;
}

JobError time_over(const JobRow& row, Timestamp now) {
    if (now >= row.deadline) return {"total_timeout", "the job did not end within its total time"};
    if (row.job.phase == Phase::queued)
        return {"queue_ttl", "no server took the job within its time in the queue"};
    return {"run_timeout", "the job ran longer than it may"};
}

Result<std::vector<JobRow>> overdue(Transaction& transaction, int most) {
    std::vector<JobRow> rows;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_JOB_COLUMNS
        " FROM job WHERE phase < 6 AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2 "
        "/*pg:FOR UPDATE SKIP LOCKED*/",
        [&](const sql::Row& row) { rows.push_back(read_job(row)); }, transaction.now(), most);
    if (!read) return fail(std::move(read).error());
    return rows;
}

Result<std::vector<Expired>> expire_in(Transaction& transaction, int most) {
    auto rows = overdue(transaction, most);
    if (!rows) return fail(std::move(rows).error());
    std::vector<Expired> expired;
    for (const JobRow& row : *rows) {
        const JobError error = time_over(row, transaction.now());
        if (auto failed = fail_job(transaction, row.job, error, false, false); !failed)
            return fail(std::move(failed).error());
        auto after = lock_job(transaction, row.job.id);
        if (!after) return fail(std::move(after).error());
        Expired& one = expired.emplace_back();
        one.job = std::move(after->job);
        if (!is_active(row.job.phase)) continue;
        auto attempt = sql::first(
            transaction.sql, "SELECT " DIVAN_ATTEMPT_COLUMNS " FROM attempt WHERE place = ?1 AND number = ?2",
            row.job.place, row.job.attempt);
        if (!attempt) return fail(std::move(attempt).error());
        one.attempt = read_attempt(**attempt);
    }
    return expired;
}

}  // namespace

asio::awaitable<Result<void>> heartbeat(Store& store, GatewayId gateway, std::chrono::milliseconds lease) {
    return store.write([gateway = std::move(gateway), lease](Transaction& transaction) {
        return beat(transaction, gateway, lease);
    });
}

asio::awaitable<Result<void>> leave(Store& store, GatewayId gateway) {
    return store.write([gateway = std::move(gateway)](Transaction& transaction) {
        transaction.change.work = true;
        return beat(transaction, gateway, std::chrono::milliseconds{0});
    });
}

asio::awaitable<Result<std::vector<HeldJob>>> owned(Store& store, GatewayId gateway) {
    auto work = [gateway = std::move(gateway)](Transaction& transaction) {
        return held_by(transaction, gateway);
    };
    return read<std::vector<HeldJob>>(store, std::move(work));
}

asio::awaitable<Result<std::vector<HeldJob>>> take_over(Store& store, GatewayId gateway, int most) {
    auto work = [gateway = std::move(gateway), shared = store.is_shared(), most](Transaction& transaction) {
        return take_over_in(transaction, gateway, shared, most);
    };
    auto taken = co_await write<std::vector<HeldJob>>(store, std::move(work));
    if (taken && !taken->empty()) crash_point("CP19");
    co_return taken;
}

asio::awaitable<Result<std::vector<Expired>>> expire(Store& store, int most) {
    auto work = [most](Transaction& transaction) { return expire_in(transaction, most); };
    return write<std::vector<Expired>>(store, work);
}

}  // namespace divan::store
