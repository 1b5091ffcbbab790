#include <divan/store/query.hpp>
#include <divan/store/submit.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {
namespace {

Result<Submission> copy_of(Transaction& transaction, const JobId& id,
                           const std::optional<std::string>& owner) {
    auto row = lock_job(transaction, id);
    if (!row) return fail(std::move(row).error());
    const Job& old = row->job;
    if (owner && old.owner != *owner)
        return fail(Error{Errc::not_found, "there is no such job"}.with("job", id.str()));
    if (!is_final(old.phase))
        return fail(Error{Errc::conflict, "the job has not ended", "wait for it, or cancel it"}.with(
            "job", id.str()));
    auto graph = sql::first(transaction.sql, "SELECT content FROM graph WHERE hash = ?1", old.graph_hash);
    if (!graph) return fail(std::move(graph).error());
    NewJob again{(*graph)->text(0)};
    again.lane = old.lane, again.details = old.details, again.batch = old.batch;
    again.priority = old.priority, again.limits = old.limits, again.webhooks = old.webhooks;
    auto inputs = sql::each(
        transaction.sql, "SELECT asset FROM job_input WHERE place = ?1",
        [&](const sql::Row& input) { again.inputs.emplace_back(input.text(0)); }, old.place);
    if (!inputs) return fail(std::move(inputs).error());
    Submission submission{old.owner, {std::move(again)}};
    submission.retry_of = id;
    return submission;
}

}  // namespace

asio::awaitable<Result<JobId>> run_again(Store& store, JobId job, std::optional<std::string> owner,
                                         QueueBounds bounds) {
    auto work = [job, owner](Transaction& transaction) { return copy_of(transaction, job, owner); };
    auto submission = co_await write<Submission>(store, std::move(work));
    if (!submission) co_return fail(std::move(submission).error());
    submission->bounds = bounds;
    auto submitted = co_await submit(store, std::move(*submission));
    if (!submitted) co_return fail(std::move(submitted).error());
    co_return std::move(submitted->jobs.front());
}

}  // namespace divan::store
