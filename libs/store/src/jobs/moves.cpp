#include <divan/store/moves.hpp>

#include <algorithm>

#include <divan/json/parse.hpp>

#include "jobs/endings.hpp"
#include "sql/valid_text.hpp"

namespace divan::store {
namespace {

JobError made_sound(JobError error) {
    error.message = sql::made_sound(std::move(error.message));
    error.details = sql::made_sound(std::move(error.details));
    return error;
}

/// Keeps the first time of each kind.
Result<void> stamp_attempt(Transaction& transaction, const Job& job, Phase to) {
    const char* statement = nullptr;
    if (to == Phase::submitted)
        statement =
            "UPDATE attempt SET submitted_at = coalesce(submitted_at, ?3) WHERE place = ?1 AND number = ?2";
    if (to == Phase::running)
        statement =
            "UPDATE attempt SET submitted_at = coalesce(submitted_at, ?3), started_at = coalesce(started_at, "
            "?3) "
            "WHERE place = ?1 AND number = ?2";
    if (to == Phase::collecting)
        statement =
            "UPDATE attempt SET submitted_at = coalesce(submitted_at, ?3), started_at = coalesce(started_at, "
            "?3), "
            "finished_at = coalesce(finished_at, ?3), holds_slot = 0 WHERE place = ?1 AND number = ?2";
    if (!statement) return {};
    auto stamped = sql::change(transaction.sql, statement, job.place, job.attempt, transaction.now());
    if (!stamped) return fail(std::move(stamped).error());
    return {};
}

Result<void> advance_in(Transaction& transaction, const Fence& fence, Phase to, json::Object data) {
    if (is_final(to) || to == Phase::queued || to == Phase::assigned)
        return fail(Errc::invalid_argument, "a job is not advanced to " + std::string{name(to)});
    auto row = lock_for_move(transaction, fence, to);
    if (!row) return fail(std::move(row).error());
    const Job was = row->job;
    Job& job = row->job;
    job.phase = to;
    // A short job is over before anybody saw it run.
    if (to == Phase::collecting && !job.started_at) job.started_at = transaction.now();
    if (to == Phase::running) {
        if (!job.started_at) job.started_at = transaction.now();
        // A claim sets it to the deadline; one that was found again keeps the time that it has.
        if (job.expires_at == row->deadline)
            job.expires_at = std::min(row->deadline, transaction.now() + job.limits.run_timeout);
    }
    if (auto stamped = stamp_attempt(transaction, job, to); !stamped) return stamped;
    if (to == Phase::collecting) transaction.change.work = true;  // its slot is free
    data["attempt"] = job.attempt;
    if (auto noted = append_event(transaction, job, name(to), data); !noted) return noted;
    return save_move(transaction, job, was);
}

Result<void> add_event_in(Transaction& transaction, const Fence& fence, const std::string& kind,
                          const std::string& data) {
    auto parsed = json::parse(data);
    if (!parsed) return fail(std::move(parsed).error());
    const json::Object* object = json::object_of(*parsed);
    if (!object) return fail(Errc::invalid_argument, "the data of an event is a JSON object");
    auto row = lock_job(transaction, fence.job);
    if (!row || row->job.epoch != fence.epoch || is_final(row->job.phase))
        return fail(Errc::lease_lost, "the job has moved on");
    const Job was = row->job;
    if (auto noted = append_event(transaction, row->job, kind, *object); !noted) return noted;
    return save_move(transaction, row->job, was);
}

/// The error that ends the job now; nothing when it may go on.
std::optional<JobError> last_straw(const Job& job, const JobError& error) {
    if (job.strikes >= job.limits.strikes)
        return JobError{"poison", "the job took down every server it was given to: " + error.message,
                        error.details};
    if (job.attempts >= job.limits.attempts || job.redispatches > job.limits.redispatches) return error;
    return std::nullopt;
}

Result<Phase> set_back_in(Transaction& transaction, const Setback& setback) {
    auto row = lock_for_move(transaction, setback.fence, Phase::queued);
    if (!row) return fail(std::move(row).error());
    const Job was = row->job;
    Job& job = row->job;
    ++(setback.counted ? job.attempts : job.redispatches);
    if (setback.strike) ++job.strikes;
    auto closed = close_attempt(transaction, job, setback.error.code, setback.error.message, setback.counted,
                                setback.server_free);
    if (!closed) return fail(std::move(closed).error());
    if (auto end = last_straw(job, setback.error)) {
        job.error = std::move(end);
        auto finished = finish_job(transaction, std::move(job), was, Phase::failed);
        if (!finished) return fail(std::move(finished).error());
        return Phase::failed;
    }
    job.phase = Phase::queued;
    ++job.epoch;
    job.gateway = GatewayId{};
    job.avoid = setback.avoid;
    job.run_after = transaction.now() + std::max(setback.delay, std::chrono::milliseconds{0});
    job.expires_at = std::min(row->deadline, job.run_after + job.limits.queue_ttl);
    json::Object data;
    data["attempt"] = job.attempt;
    data["code"] = setback.error.code;
    data["message"] = setback.error.message;
    data["run_after"] = to_rfc3339(job.run_after);
    if (auto noted = append_event(transaction, job, "retry", data); !noted)
        return fail(std::move(noted).error());
    if (auto saved = save_move(transaction, job, was); !saved) return fail(std::move(saved).error());
    return Phase::queued;
}

Result<void> give_up_in(Transaction& transaction, const Fence& fence, const JobError& error,
                        bool server_free) {
    auto row = lock_for_move(transaction, fence, Phase::failed);
    if (!row) return fail(std::move(row).error());
    ++row->job.attempts;
    Job was = row->job;
    return fail_job(transaction, was, error, true, server_free);
}

}  // namespace

asio::awaitable<Result<void>> advance(Store& store, Fence fence, Phase to, json::Object facts) {
    return store.write([fence = std::move(fence), to, facts = std::move(facts)](Transaction& transaction) {
        return advance_in(transaction, fence, to, facts);
    });
}

asio::awaitable<Result<void>> add_event(Store& store, Fence fence, std::string kind, std::string data) {
    return store.write(
        [fence = std::move(fence), kind = std::move(kind), data = std::move(data)](Transaction& transaction) {
            return add_event_in(transaction, fence, kind, data);
        });
}

asio::awaitable<Result<Phase>> set_back(Store& store, Setback setback) {
    setback.error = made_sound(std::move(setback.error));
    auto work = [setback = std::move(setback)](Transaction& transaction) {
        return set_back_in(transaction, setback);
    };
    return write<Phase>(store, std::move(work));
}

asio::awaitable<Result<void>> give_up(Store& store, Fence fence, JobError error, bool server_free) {
    error = made_sound(std::move(error));
    return store.write(
        [fence = std::move(fence), error = std::move(error), server_free](Transaction& transaction) {
            return give_up_in(transaction, fence, error, server_free);
        });
}

}  // namespace divan::store
