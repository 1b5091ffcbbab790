#pragma once

#include <divan/json/value.hpp>

#include "transaction.hpp"

// Reading and changing single rows of jobs, for all that moves them.
namespace divan::store {

/// The columns that `read_job` takes, in its order.
#define DIVAN_JOB_COLUMNS                                                                                  \
    "job.id, job.owner, job.lane, job.details, job.batch, job.graph, job.priority, job.phase, job.epoch, " \
    "job.place, job.created_at, job.run_after, job.started_at, job.finished_at, job.expires_at, "          \
    "job.queue_ttl, "                                                                                      \
    "job.run_timeout, job.total_timeout, job.most_attempts, job.most_redispatches, job.most_strikes, "     \
    "job.attempts, job.redispatches, job.strikes, job.attempt, job.avoid, job.gateway, job.events, "       \
    "job.retry_of, job.error_code, job.error_message, job.error_details, job.error_retryable, "            \
    "job.webhooks, "                                                                                       \
    "job.deadline, job.most_in_flight"
inline constexpr std::size_t kJobColumns = 36;  ///< what is selected beside a job comes behind these

/// A job and what only the store needs of it.
struct JobRow {
    Job job;
    Timestamp deadline{};  ///< of the total time-out
    /// How many of its owner's jobs may be under way when it is begun, itself included; nothing: no bound.
    std::optional<std::int64_t> most_in_flight;
};
JobRow read_job(const sql::Row& row);

#define DIVAN_ATTEMPT_COLUMNS                                                                       \
    "attempt.number, attempt.prompt, attempt.server, attempt.gateway, attempt.claimed_at, "         \
    "attempt.submitted_at, "                                                                        \
    "attempt.started_at, attempt.finished_at, attempt.ended_at, attempt.outcome, attempt.message, " \
    "attempt.counted, attempt.holds_slot"
/// `first`: the column where the attempt's begin.
Attempt read_attempt(const sql::Row& row, std::size_t first = 0);

/// The job, locked until the end of the transaction. Errors: `not_found`.
Result<JobRow> lock_job(Transaction& transaction, const JobId& job);
/// The same for its owner's step. Errors: `lease_lost` when the epoch has moved on, or the job is gone;
/// `already_finished` when it has ended at this epoch; `conflict` when it cannot go to `to`.
Result<JobRow> lock_for_move(Transaction& transaction, const Fence& fence, Phase to);

/// Appends to the job's log. The caller writes `job.last_event` back with the job (see `save_move`).
Result<void> append_event(Transaction& transaction, Job& job, std::string_view kind,
                          const json::Object& data = {});

/// `job.ready` of a job that waits: 1 when it is due, 2 when it is for later. All others have 0.
constexpr int ready_number(bool due) { return due ? 1 : 2; }

/// Writes phase, epoch, times, counters, owner and error back, and moves the counts. `was` is what it had
/// before.
Result<void> save_move(Transaction& transaction, const Job& job, const Job& was);

std::string avoid_text(const std::vector<ServerId>& servers);  ///< " a b "
std::string webhooks_text(const std::vector<WebhookTarget>& targets);
std::vector<WebhookTarget> read_webhooks(const std::string& text);

}  // namespace divan::store
