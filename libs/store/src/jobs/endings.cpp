#include "jobs/endings.hpp"

#include <divan/base/random.hpp>

namespace divan::store {
namespace {

Result<void> queue_deliveries(Transaction& transaction, const Job& job) {
    for (const WebhookTarget& target : job.webhooks) {
        auto added = sql::change(
            transaction.sql,
            "INSERT INTO delivery (place, webhook_id, url, secret, state, tries, due_at, created_at, "
            "last_answer) VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?5, '')",
            job.place, "msg_" + uuid4(), target.url, target.secret, transaction.now());
        if (!added) return fail(std::move(added).error());
        transaction.change.deliveries = true;
    }
    return {};
}

}  // namespace

Result<void> close_attempt(Transaction& transaction, const Job& job, std::string_view outcome,
                           const std::string& message, bool counted, bool server_free) {
    if (job.attempt == 0) return {};
    auto closed =
        sql::change(transaction.sql,
                    "UPDATE attempt SET ended_at = ?3, outcome = ?4, message = ?5, counted = ?6, "
                    "holds_slot = CASE WHEN ?7 = 1 THEN 0 ELSE holds_slot END "
                    "WHERE place = ?1 AND number = ?2 AND ended_at IS NULL",
                    job.place, job.attempt, transaction.now(), outcome, message, counted, server_free);
    if (!closed) return fail(std::move(closed).error());
    transaction.change.slots = true;
    return {};
}

Result<void> finish_job(Transaction& transaction, Job job, const Job& was, Phase end, json::Object data) {
    job.phase = end;
    ++job.epoch;  // whatever its owner still sends is stale
    job.gateway = GatewayId{};
    job.finished_at = transaction.now();
    if (job.error) {
        data["code"] = job.error->code;
        data["message"] = job.error->message;
    }
    if (auto noted = append_event(transaction, job, name(end), data); !noted) return noted;
    if (auto saved = save_move(transaction, job, was); !saved) return saved;
    return queue_deliveries(transaction, job);
}

Result<void> fail_job(Transaction& transaction, const Job& was, const JobError& error, bool counted,
                      bool server_free) {
    if (is_active(was.phase)) {
        auto closed = close_attempt(transaction, was, error.code, error.message, counted, server_free);
        if (!closed) return closed;
    }
    Job job = was;
    job.error = error;
    return finish_job(transaction, std::move(job), was, Phase::failed);
}

}  // namespace divan::store
