#include <boost/asio/co_spawn.hpp>

#include "driver/rethrow.hpp"
#include "jobs/workflow_jobs.hpp"

// Jobs that an earlier process left in the storage.
namespace divan {

asio::awaitable<Result<void>> WorkflowJobs::recover() {
    const auto alive = core_.shared_from_this();
    auto left = co_await storage_->recover();
    if (!left) co_return fail(std::move(left).error());
    if (core_.closed()) co_return fail(Errc::cancelled, "the pool was shut down");
    for (LeftEntry& entry : *left) {
        const JobId id = entry.entry.id;
        if (auto taken = take_up(std::move(entry)); !taken)
            core_.watchers().tell(&PoolEvents::on_error, std::move(taken).error().with("job", id.str()));
    }
    core_.request_pump();
    co_return Result<void>{};
}

Result<void> WorkflowJobs::take_up(LeftEntry left) {
    const JobId id = left.entry.id;
    auto stored = job_text::read_options(left.entry.options);
    if (!stored) return fail(std::move(stored).error());
    if (books_.contains(id)) return fail(Errc::invalid_argument, "the pool has a job of that id already");
    JobBook& book = open_book(id, std::move(stored->options), std::move(stored->workflow_hashes));
    book.enqueued_at = left.entry.not_before;
    if (left.reservation && resume(left)) return {};
    QueuedJob job = queued(id, book);
    job.attempts = left.entry.attempts;
    const auto wait = left.entry.not_before - SystemClock{}.utc();
    job.not_before = wait.count() > 0 ? within(wait) : Deadline{};
    const Deadline now = std::chrono::steady_clock::now();
    if (auto entered = core_.scheduler().add(std::move(job), now); !entered) {
        books_.erase(id);
        return entered;
    }
    tell(id, &PoolEvents::on_queued, id);
    if (!left.reservation) return {};
    JobDetails& details = details_of(book);  // its server is unknown to us: to the queue with it
    details.settling = true;
    ++settling_;
    asio::co_spawn(core_.executor(),
                   settle_retry(core_.shared_from_this(), *this, id, left.reservation->id,
                                std::chrono::milliseconds{0}, false),
                   rethrow_from_pool);
    return {};
}

/// It was sent to a server of ours, and may run there or have ended: its prompt is followed, not sent again.
bool WorkflowJobs::resume(const LeftEntry& left) {
    const JobId& id = left.entry.id;
    auto note = job_text::read_note(left.note);
    if (!note || !core_.find(note->server)) return false;
    JobBook& book = books_.at(id);
    QueuedJob job = queued(id, book);
    job.attempts = left.entry.attempts + 1;
    const std::string hash =
        note->variant < book.hashes->size() ? (*book.hashes)[note->variant] : std::string{};
    if (hash.empty() || !core_.scheduler().adopt(std::move(job), note->variant, note->server)) return false;
    JobDetails& details = details_of(book);
    details.left = left.reservation;
    details.sent = *note;
    tell(id, &PoolEvents::on_queued, id);
    StartJob start;
    start.job = id;
    start.server = note->server;
    start.variant = note->variant;
    start.workflow_hash = hash;
    start.attempt = left.entry.attempts + 1;
    core_.resume(start);
    return true;
}

}  // namespace divan
