#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "driver/rethrow.hpp"
#include "jobs/workflow_attempt.hpp"
#include "jobs/workflow_jobs.hpp"

// What happens to a job from its first try to its end.
namespace divan {
namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

std::chrono::milliseconds between(Deadline from, Deadline to) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from);
}

}  // namespace

std::shared_ptr<Attempt> WorkflowJobs::begin(const StartJob& start) {
    JobBook& book = books_.at(start.job);
    JobDetails& details = details_of(book);
    book.status = JobStatus::assigned;
    details.attempts = start.attempt;
    details.server = start.server;
    details.hash = start.workflow_hash;
    details.prompt_id = protocol::PromptId{details.left ? details.sent->prompt_id : std::string{}};
    details.started_at = SystemClock{}.utc();
    details.begun = now();
    details.executing_since.reset();
    details.run_profile.reset();
    const JobTry one = try_of(start.job, start.server, start.attempt);
    tell(start.job, &PoolEvents::on_assigned, one);
    return std::make_shared<WorkflowAttempt>(*this, one, start);
}

void WorkflowJobs::before_verdict(const JobId& job, ServerLink& link, const AttemptEnd& end) {
    if (!end.failure || end.failure->kind != FailureKind::server_incompatible) return;
    learn_gaps(link, *end.failure);
    const JobBook* book = find(job);
    if (on_incompatible && book && book->details) on_incompatible(link.id(), book->details->hash);
}

/// One refusal teaches what holds for every workflow that needs the same class or file.
void WorkflowJobs::learn_gaps(ServerLink& link, const Failure& failure) {
    if (failure.missing_classes.empty() && failure.missing_files.empty()) return;
    for (const std::string& class_type : failure.missing_classes)
        link.inventory().learn_missing_class(class_type);
    for (const NeededFile& file : failure.missing_files) link.inventory().learn_missing_file(file);
    std::erase_if(needs_,
                  [this](const auto& entry) { return !core_.scheduler().knows_workflow(entry.first); });
    for (const auto& [hash, needs] : needs_) apply_inventories(hash);
}

void WorkflowJobs::learn_needs(const std::string& hash, const Workflow& workflow) {
    if (needs_.size() > kNeedsKept)
        std::erase_if(needs_,
                      [this](const auto& entry) { return !core_.scheduler().knows_workflow(entry.first); });
    if (!needs_.contains(hash)) needs_.emplace(hash, needs_of(workflow));
}

void WorkflowJobs::apply_inventories(const std::string& hash) {
    const auto needs = needs_.find(hash);
    if (needs == needs_.end()) return;
    for (const auto& [id, link] : core_.links()) {
        const auto gaps = link->inventory().missing(needs->second);
        if (!gaps.empty()) core_.scheduler().set_unfit(id, hash, "it lacks " + gaps.front());
    }
}

void WorkflowJobs::on_retried(const JobRetried& retried) {
    JobBook* book = find(retried.job);
    if (!book) return;
    JobDetails& details = details_of(*book);
    book->status = JobStatus::queued;
    details.last_error = retried.error;
    const std::string reservation = std::exchange(details.reservation, {});
    if (!reservation.empty()) {
        details.settling = true;
        ++settling_;
        asio::co_spawn(core_.executor(),
                       settle_retry(core_.shared_from_this(), *this, retried.job, reservation, retried.delay,
                                    retried.failure.counts),
                       rethrow_from_pool);
    }
    JobFailure failure;
    failure.last = try_of(retried.job, retried.server, retried.attempt);
    failure.error = retried.error;
    failure.kind = retried.failure.kind;
    failure.will_retry = true;
    failure.delay = retried.delay;
    tell(retried.job, &PoolEvents::on_failed, failure);
    tell(retried.job, &PoolEvents::on_retrying, failure);
}

asio::awaitable<void> WorkflowJobs::settle_retry(std::shared_ptr<PoolCore> core, WorkflowJobs& self,
                                                 JobId job, std::string reservation,
                                                 std::chrono::milliseconds delay, bool counts) {
    auto kept = co_await self.storage_->retry(std::move(reservation), delay, counts);
    if (!kept && !core->closed()) core->watchers().tell(&PoolEvents::on_error, kept.error());
    --self.settling_;
    self.all_ended_.cancel();
    self.note_settled(job);
}

void WorkflowJobs::note_settled(const JobId& job) {
    JobBook* book = find(job);
    if (!book || !book->details) return;
    book->details->settling = false;
    book->details->changed->cancel();
}

asio::awaitable<void> WorkflowJobs::until_settled(JobId job) {
    for (;;) {
        const JobBook* book = find(job);
        if (!book || !book->details || !book->details->settling) co_return;
        co_await book->details->changed->async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

void WorkflowJobs::on_ended(JobEnded ended) {
    ++finishing_;
    asio::co_spawn(core_.executor(), finish(core_.shared_from_this(), *this, std::move(ended)),
                   rethrow_from_pool);
}

/// The end is told once the storage knows of it: what was told is never run again.
asio::awaitable<void> WorkflowJobs::finish(std::shared_ptr<PoolCore> core, WorkflowJobs& self,
                                           JobEnded ended) {
    co_await self.until_settled(ended.job);
    auto kept = co_await self.settle_end(ended.job, ended.end, ended.error.message);
    --self.finishing_;
    if (core->closed()) co_return;
    if (!kept) core->watchers().tell(&PoolEvents::on_error, kept.error());
    self.conclude(ended);
    self.all_ended_.cancel();
}

asio::awaitable<Result<void>> WorkflowJobs::settle_end(JobId job, JobEnd end, std::string reason) {
    JobBook* book = find(job);
    std::string reservation;
    if (book && book->details) reservation = std::exchange(book->details->reservation, {});
    if (reservation.empty()) {
        auto removed = co_await storage_->remove(job);
        if (!removed) co_return fail(std::move(removed).error());
        co_return Result<void>{};
    }
    if (end == JobEnd::failed)
        co_return co_await storage_->discard(std::move(reservation), std::move(reason));
    co_return co_await storage_->commit(std::move(reservation));
}

void WorkflowJobs::conclude(const JobEnded& ended) {
    JobBook* book = find(ended.job);
    if (!book) return;
    JobDetails& details = details_of(*book);
    details.completed_at = SystemClock{}.utc();
    if (ended.end != JobEnd::completed) details.last_error = ended.error;
    if (options_.profiling) note_profile(*book, ended);
    const JobTry last = try_of(ended.job, ended.server, std::max(1, ended.attempt));
    const auto result = details.result;
    book->status = ended.end == JobEnd::completed ? JobStatus::completed
                   : ended.end == JobEnd::failed  ? JobStatus::failed
                                                  : JobStatus::cancelled;
    details.changed->cancel();
    ended_.push_back(ended.job);
    forget_oldest();
    if (ended.end == JobEnd::completed) return tell(ended.job, &PoolEvents::on_completed, last, *result);
    if (ended.end == JobEnd::cancelled) return tell(ended.job, &PoolEvents::on_cancelled, ended.job);
    JobFailure failure;
    failure.last = last;
    failure.error = ended.error;
    failure.kind = ended.kind;
    tell(ended.job, &PoolEvents::on_failed, failure);
}

void WorkflowJobs::note_profile(JobBook& book, const JobEnded&) {
    JobDetails& details = *book.details;
    if (!details.run_profile) return;
    auto profile = std::make_shared<JobProfile>();
    const Deadline end = now();
    profile->total = between(book.enqueued, end);
    const Deadline executing = details.executing_since.value_or(end);
    profile->queue = between(book.enqueued, executing);
    profile->execution = between(executing, end);
    profile->run = std::move(*details.run_profile);
    details.run_profile.reset();
    details.profile = std::move(profile);
}

void WorkflowJobs::forget_oldest() {
    while (options_.records_kept && ended_.size() > *options_.records_kept) {
        books_.erase(ended_.front());
        ended_.pop_front();
    }
}

}  // namespace divan
