#include <divan/base/crash_point.hpp>
#include <divan/store/moves.hpp>

#include "jobs/endings.hpp"
#include "sql/valid_text.hpp"

namespace divan::store {
namespace {

Result<std::optional<Attempt>> latest_attempt(Transaction& transaction, const Job& job) {
    auto row = sql::first(transaction.sql,
                          "SELECT " DIVAN_ATTEMPT_COLUMNS " FROM attempt WHERE place = ?1 AND number = ?2",
                          job.place, job.attempt);
    if (!row) return fail(std::move(row).error());
    if (!*row) return std::nullopt;
    return read_attempt(**row);
}

Result<Cancelled> cancel_in(Transaction& transaction, const JobId& id,
                            const std::optional<std::string>& owner, const std::string& why) {
    auto row = lock_job(transaction, id);
    if (!row) return fail(std::move(row).error());
    const Job& job = row->job;
    if (owner && job.owner != *owner)
        return fail(Error{Errc::not_found, "there is no such job"}.with("job", id.str()));
    if (is_final(job.phase))
        return fail(Error{Errc::already_finished, "the job has ended; it never changes again"}
                        .with("job", id.str())
                        .with("phase", std::string{name(job.phase)}));
    Cancelled cancelled;
    if (is_active(job.phase)) {
        auto closed = close_attempt(transaction, job, "cancelled", why, false, false);
        if (!closed) return fail(std::move(closed).error());
        auto attempt = latest_attempt(transaction, job);
        if (!attempt) return fail(std::move(attempt).error());
        cancelled.attempt = std::move(*attempt);
    }
    json::Object data;
    if (!why.empty()) data["why"] = why;
    auto finished = finish_job(transaction, job, job, Phase::cancelled, std::move(data));
    if (!finished) return fail(std::move(finished).error());
    auto after = lock_job(transaction, id);
    if (!after) return fail(std::move(after).error());
    cancelled.job = std::move(after->job);
    return cancelled;
}

Result<std::vector<LateGuest>> guests_in(Transaction& transaction, const ServerId& server) {
    std::vector<LateGuest> guests;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_ATTEMPT_COLUMNS
        ", job.id FROM attempt JOIN job ON job.place = attempt.place "
        "WHERE server = ?1 AND holds_slot = 1 AND ended_at IS NOT NULL ORDER BY attempt.claimed_at, "
        "attempt.place",
        [&](const sql::Row& row) { guests.push_back({JobId{row.text(13)}, read_attempt(row)}); }, server);
    if (!read) return fail(std::move(read).error());
    return guests;
}

Result<void> release_in(Transaction& transaction, const PromptId& prompt) {
    auto released = sql::change(
        transaction.sql, "UPDATE attempt SET holds_slot = 0 WHERE prompt = ?1 AND holds_slot = 1", prompt);
    if (!released) return fail(std::move(released).error());
    if (*released > 0) transaction.change.work = true;
    return {};
}

}  // namespace

asio::awaitable<Result<Cancelled>> cancel(Store& store, JobId job, std::optional<std::string> owner,
                                          std::string why) {
    why = sql::made_sound(std::move(why));
    auto work = [job = std::move(job), owner = std::move(owner), why = std::move(why)](
                    Transaction& transaction) { return cancel_in(transaction, job, owner, why); };
    auto cancelled = co_await write<Cancelled>(store, std::move(work));
    if (cancelled) crash_point("CP18");
    co_return cancelled;
}

asio::awaitable<Result<std::vector<LateGuest>>> late_guests(Store& store, ServerId server) {
    auto work = [server = std::move(server)](Transaction& transaction) {
        return guests_in(transaction, server);
    };
    return read<std::vector<LateGuest>>(store, std::move(work));
}

asio::awaitable<Result<void>> release_slot(Store& store, PromptId prompt) {
    return store.write(
        [prompt = std::move(prompt)](Transaction& transaction) { return release_in(transaction, prompt); });
}

}  // namespace divan::store
