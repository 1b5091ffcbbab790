#include "jobs/job_rows.hpp"

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::store {
namespace {

std::optional<JobError> read_error(const sql::Row& row, std::size_t first) {
    if (row.is_null(first)) return std::nullopt;
    return JobError{row.text(first), row.text_or_empty(first + 1), row.text_or_empty(first + 2),
                    row.yes(first + 3)};
}

std::vector<ServerId> read_avoid(const std::string& text) {
    std::vector<ServerId> servers;
    for (std::string& server : split(text, ' '))
        if (!server.empty()) servers.emplace_back(std::move(server));
    return servers;
}

JobLimits read_limits(const sql::Row& row, std::size_t first) {
    JobLimits limits;
    limits.queue_ttl = row.span(first);
    limits.run_timeout = row.span(first + 1);
    limits.total_timeout = row.span(first + 2);
    limits.attempts = row.small(first + 3);
    limits.redispatches = row.small(first + 4);
    limits.strikes = row.small(first + 5);
    return limits;
}

}  // namespace

JobRow read_job(const sql::Row& row) {
    JobRow read;
    Job& job = read.job;
    job.id = JobId{row.text(0)};
    job.owner = row.text(1);
    job.lane = row.text(2);
    job.details = row.text(3);
    job.batch = row.text_or_empty(4);
    job.graph_hash = row.text(5);
    job.priority = row.small(6);
    job.phase = static_cast<Phase>(row.small(7));
    job.epoch = row.integer(8);
    job.place = row.integer(9);
    job.created_at = row.time(10);
    job.run_after = row.time(11);
    job.started_at = row.maybe_time(12);
    job.finished_at = row.maybe_time(13);
    job.expires_at = row.time(14);
    job.limits = read_limits(row, 15);
    job.attempts = row.small(21);
    job.redispatches = row.small(22);
    job.strikes = row.small(23);
    job.attempt = row.small(24);
    job.avoid = read_avoid(row.text(25));
    job.gateway = GatewayId{row.text_or_empty(26)};
    job.last_event = row.integer(27);
    if (!row.is_null(28)) job.retry_of = JobId{row.text(28)};
    job.error = read_error(row, 29);
    job.webhooks = read_webhooks(row.text(33));
    read.deadline = row.time(34);
    if (!row.is_null(35)) read.most_in_flight = row.integer(35);
    return read;
}

Attempt read_attempt(const sql::Row& row, std::size_t first) {
    Attempt attempt;
    attempt.number = row.small(first);
    attempt.prompt = PromptId{row.text(first + 1)};
    attempt.server = ServerId{row.text(first + 2)};
    attempt.gateway = GatewayId{row.text(first + 3)};
    attempt.claimed_at = row.time(first + 4);
    attempt.submitted_at = row.maybe_time(first + 5);
    attempt.started_at = row.maybe_time(first + 6);
    attempt.finished_at = row.maybe_time(first + 7);
    attempt.ended_at = row.maybe_time(first + 8);
    attempt.outcome = row.text(first + 9);
    attempt.message = row.text(first + 10);
    attempt.counted = row.yes(first + 11);
    attempt.holds_slot = row.yes(first + 12);
    return attempt;
}

Result<JobRow> lock_job(Transaction& transaction, const JobId& job) {
    auto row = sql::first(transaction.sql,
                          "SELECT " DIVAN_JOB_COLUMNS " FROM job WHERE id = ?1 /*pg:FOR UPDATE*/", job);
    if (!row) return fail(std::move(row).error());
    if (!*row) return fail(Error{Errc::not_found, "there is no such job"}.with("job", job.str()));
    return read_job(**row);
}

Result<JobRow> lock_for_move(Transaction& transaction, const Fence& fence, Phase to) {
    auto row = lock_job(transaction, fence.job);
    if (!row && row.error().code != Errc::not_found) return row;
    if (!row || row->job.epoch != fence.epoch)
        return fail(Error{Errc::lease_lost, "the job has moved on: this attempt no longer speaks for it"}
                        .with("job", fence.job.str())
                        .with("epoch", std::to_string(fence.epoch))
                        .with("now", row ? std::to_string(row->job.epoch) : "removed"));
    const Phase phase = row->job.phase;
    if (is_final(phase))
        return fail(Error{Errc::already_finished, "the job has ended; it never changes again"}
                        .with("job", fence.job.str())
                        .with("phase", std::string{name(phase)}));
    if (!can_move(phase, to))
        return fail(Error{Errc::conflict, "a job that is " + std::string{name(phase)} + " does not become " +
                                              std::string{name(to)}}
                        .with("job", fence.job.str()));
    return row;
}

Result<void> append_event(Transaction& transaction, Job& job, std::string_view kind,
                          const json::Object& data) {
    auto added = sql::change(
        transaction.sql, "INSERT INTO event (place, seq, at, kind, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        job.place, ++job.last_event, transaction.now(), kind, json::write(json::Value(data)));
    if (!added) return fail(std::move(added).error());
    transaction.change.jobs.push_back(job.id);
    return {};
}

Result<void> save_move(Transaction& transaction, const Job& job, const Job& was) {
    std::optional<std::string> gateway, code, message, details;
    if (!job.gateway.empty()) gateway = job.gateway.str();
    std::optional<bool> retryable;
    if (job.error) {
        code = job.error->code, message = job.error->message, details = job.error->details;
        retryable = job.error->retryable;
    }
    const int ready = job.phase == Phase::queued ? ready_number(job.run_after <= transaction.now()) : 0;
    auto changed = sql::change(transaction.sql,
                               "UPDATE job SET ready = ?3, epoch = ?4, run_after = ?5, started_at = ?6, "
                               "expires_at = ?7, attempts = ?8, "
                               "redispatches = ?9, strikes = ?10, attempt = ?11, avoid = ?12, gateway = ?13, "
                               "events = ?14, phase = ?15, "
                               "finished_at = ?16, error_code = ?17, error_message = ?18, error_details = "
                               "?19, error_retryable = ?20 "
                               "WHERE place = ?1 AND epoch = ?2 AND phase < 6",
                               job.place, was.epoch, ready, job.epoch, job.run_after, job.started_at,
                               job.expires_at, job.attempts, job.redispatches, job.strikes, job.attempt,
                               avoid_text(job.avoid), gateway, job.last_event, static_cast<int>(job.phase),
                               job.finished_at, code, message, details, retryable);
    if (!changed) return fail(std::move(changed).error());
    if (*changed != 1)
        return fail(Error{Errc::lease_lost, "the job moved on meanwhile"}.with("job", job.id.str()));
    if (job.phase != was.phase) {
        transaction.count(job.owner, was.phase, -1);
        transaction.count(job.owner, job.phase, 1);
    }
    if (job.phase == Phase::queued) transaction.change.work = true;
    return {};
}

std::string avoid_text(const std::vector<ServerId>& servers) {
    if (servers.empty()) return {};
    std::string text = " ";
    for (const ServerId& server : servers) text += server.str() + " ";
    return text;
}

std::string webhooks_text(const std::vector<WebhookTarget>& targets) {
    if (targets.empty()) return {};
    json::Array array;
    for (const WebhookTarget& target : targets) {
        json::Object entry;
        entry["url"] = target.url;
        entry["secret"] = target.secret;
        array.push_back(std::move(entry));
    }
    return json::write(json::Value(std::move(array)));
}

std::vector<WebhookTarget> read_webhooks(const std::string& text) {
    std::vector<WebhookTarget> targets;
    if (text.empty()) return targets;
    const auto parsed = json::parse(text);
    if (!parsed) return targets;
    if (const json::Array* array = json::array_of(*parsed))
        for (const json::Value& entry : *array)
            targets.emplace_back(json::text_or(entry, "url"), json::text_or(entry, "secret"));
    return targets;
}

}  // namespace divan::store
