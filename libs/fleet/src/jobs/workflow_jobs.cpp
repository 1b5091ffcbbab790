#include "jobs/workflow_jobs.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/random.hpp>
#include <divan/fleet/routing_hash.hpp>

#include "driver/rethrow.hpp"
#include "jobs/workflow_attempt.hpp"

namespace divan {
namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

Error shut_down() { return Error{Errc::cancelled, "the pool was shut down"}; }
Error unknown_job(const JobId& job) {
    return Error{Errc::invalid_argument, "the pool knows no job '" + job.str() + "'",
                 "it never had it, or has forgotten it: see `records_kept`"};
}

}  // namespace

WorkflowJobs::WorkflowJobs(PoolCore& core, WorkflowJobsOptions options, std::unique_ptr<QueueStorage> storage)
    : core_{core}, options_{options}, storage_{std::move(storage)}, all_ended_{core.executor(), kNever} {}

Result<void> WorkflowJobs::check_new(const std::vector<Workflow>& variants, const JobId& id) const {
    if (core_.closed() || closing_) return fail(shut_down());
    if (variants.empty()) return fail(Errc::invalid_argument, "a job needs at least one workflow");
    if (books_.contains(id))
        return fail(Errc::invalid_argument, "the pool has a job '" + id.str() + "' already",
                    "choose another id, or leave it to the pool");
    const SchedulerStats stats = core_.scheduler().stats();
    const auto& most = core_.settings().max_queue;
    if (!most || stats.waiting + stats.delayed < *most) return {};
    return fail(Error{Errc::queue_full, "the queue of the pool is full",
                      "wait until jobs have ended, or raise the limit"}
                    .with("limit", std::to_string(*most)));
}

JobBook& WorkflowJobs::open_book(const JobId& id, JobOptions options, std::vector<std::string> hashes) {
    options.id = JobId{};  // so that equal options are equal, and kept once
    if (!last_options_ || !(*last_options_ == options))
        last_options_ = std::make_shared<const JobOptions>(std::move(options));
    if (!last_hashes_ || *last_hashes_ != hashes)
        last_hashes_ = std::make_shared<const std::vector<std::string>>(std::move(hashes));
    JobBook& book = books_[id];
    book.options = last_options_;
    book.hashes = last_hashes_;
    book.enqueued_at = SystemClock{}.utc();
    book.enqueued = now();
    return book;
}

QueuedJob WorkflowJobs::queued(const JobId& id, const JobBook& book) const {
    QueuedJob job;
    job.id = id;
    job.rules = std::shared_ptr<const JobRules>{book.options, &book.options->rules};
    job.workflow_hashes = *book.hashes;
    if (book.options->delay.count() > 0) job.not_before = book.enqueued + book.options->delay;
    return job;
}

asio::awaitable<Result<JobId>> WorkflowJobs::add(std::vector<Workflow> variants, JobOptions options) {
    const auto alive = core_.shared_from_this();
    const JobId id = options.id.empty() ? JobId{uuid4()} : options.id;
    if (auto allowed = check_new(variants, id); !allowed) co_return fail(std::move(allowed).error());
    QueueEntry entry{id};
    job_text::StoredOptions stored;
    for (const Workflow& workflow : variants) {
        entry.workflows.push_back(job_text::write(workflow));
        stored.workflow_hashes.push_back(routing_hash(workflow));
        learn_needs(stored.workflow_hashes.back(), workflow);
    }
    stored.options = options;
    entry.priority = options.rules.priority;
    entry.weight = options.rules.weight;
    entry.options = job_text::write(stored);
    if (options.delay.count() > 0) entry.not_before = SystemClock{}.utc() + options.delay;
    open_book(id, std::move(options), std::move(stored.workflow_hashes));
    auto kept = co_await storage_->enqueue(std::move(entry));
    if (core_.closed()) co_return fail(shut_down());
    if (!kept) {
        books_.erase(id);
        co_return fail(std::move(kept).error().with("job", id.str()));
    }
    auto entered = core_.scheduler().add(queued(id, books_.at(id)), now());
    if (!entered) {
        books_.erase(id);
        static_cast<void>(
            co_await storage_->remove(id));  // the refusal is the answer, whatever becomes of the row
        co_return fail(std::move(entered).error());
    }
    for (const std::string& hash : *books_.at(id).hashes) apply_inventories(hash);
    tell(id, &PoolEvents::on_queued, id);
    if (books_.contains(id) && books_.at(id).cancel_wanted) core_.scheduler().cancel(id);
    core_.request_pump();
    co_return id;
}

bool WorkflowJobs::cancel(const JobId& id) {
    JobBook* book = find(id);
    if (!book || is_final(book->status)) return false;
    book->cancel_wanted = true;  // one that is just being stored is cancelled afterwards
    if (core_.scheduler().cancel(id)) core_.request_pump();
    return true;
}

asio::awaitable<Result<void>> WorkflowJobs::change(JobId id, int priority, double weight) {
    const auto alive = core_.shared_from_this();
    const JobBook* book = find(id);
    if (!book) co_return fail(unknown_job(id));
    auto changed = std::make_shared<JobOptions>(*book->options);
    changed->rules.priority = priority;
    changed->rules.weight = weight;
    auto moved =
        core_.scheduler().change_rules(id, std::shared_ptr<const JobRules>{changed, &changed->rules});
    if (!moved) co_return moved;
    job_text::StoredOptions stored;
    stored.options = *changed;
    stored.workflow_hashes = *book->hashes;
    books_.at(id).options = std::move(changed);
    core_.request_pump();
    auto kept = co_await storage_->change(id, priority, weight, job_text::write(stored));
    if (!kept) co_return fail(std::move(kept).error());
    co_return Result<void>{};
}

JobBook* WorkflowJobs::find(const JobId& job) {
    const auto found = books_.find(job);
    return found == books_.end() ? nullptr : &found->second;
}

JobDetails& WorkflowJobs::details_of(JobBook& book) {
    if (!book.details) book.details = std::make_unique<JobDetails>();
    if (!book.details->changed)
        book.details->changed = std::make_unique<asio::steady_timer>(core_.executor(), kNever);
    return *book.details;
}

JobTry WorkflowJobs::try_of(const JobId& job, const ServerId& server, int attempt) {
    JobTry one;
    one.job = job;
    one.server = server;
    one.attempt = attempt;
    if (const JobBook* book = find(job)) one.max_attempts = book->options->rules.retry.max_attempts;
    return one;
}

void WorkflowJobs::set_status(const JobId& job, JobStatus status) {
    if (JobBook* book = find(job); book && !is_final(book->status)) book->status = status;
}

asio::awaitable<Result<JobRecord>> WorkflowJobs::wait(JobId id) {
    const auto alive = core_.shared_from_this();
    for (;;) {
        JobBook* book = find(id);
        if (!book) co_return fail(unknown_job(id));
        if (is_final(book->status)) co_return *record(id);
        if (core_.closed()) co_return fail(shut_down().with("job", id.str()));
        details_of(*book);
        co_await book->details->changed->async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return fail(Errc::cancelled, "waiting for the job was cancelled; the job goes on");
    }
}

asio::awaitable<Result<Workflow>> WorkflowJobs::workflow_of(JobId id) {
    const JobBook* book = find(id);
    if (!book) co_return fail(unknown_job(id));
    if (book->details && book->details->workflow) co_return *book->details->workflow;
    auto entry = co_await storage_->find(id);
    if (!entry) co_return fail(std::move(entry).error());
    if (!*entry || (*entry)->workflows.empty()) co_return fail(unknown_job(id));
    co_return job_text::read_workflow((*entry)->workflows.front());
}

Result<Subscription> WorkflowJobs::watch(const JobId& job, PoolEvents events) {
    JobBook* book = find(job);
    if (!book || is_final(book->status)) return fail(unknown_job(job));
    return details_of(*book).watchers.add(std::move(events));
}

std::optional<JobRecord> WorkflowJobs::record(const JobId& id) const {
    const auto found = books_.find(id);
    if (found == books_.end()) return std::nullopt;
    const JobBook& book = found->second;
    JobRecord record;
    record.id = id;
    record.status =
        book.status == JobStatus::queued && core_.links().empty() ? JobStatus::no_servers : book.status;
    record.cancel_wanted = book.cancel_wanted && !is_final(book.status);
    record.options = book.options;
    record.workflow_hashes = *book.hashes;
    record.enqueued_at = book.enqueued_at;
    if (!book.details) return record;
    const JobDetails& details = *book.details;
    record.attempts = details.attempts;
    record.started_at = details.started_at;
    record.completed_at = details.completed_at;
    record.server = details.server;
    record.prompt_id = details.prompt_id;
    record.last_error = details.last_error;
    record.result = details.result;
    record.profile = details.profile;
    record.workflow = details.workflow;
    return record;
}

asio::awaitable<void> WorkflowJobs::until_all_ended() {
    const auto alive = core_.shared_from_this();
    const auto busy = [this] {
        const SchedulerStats stats = core_.scheduler().stats();
        return stats.waiting + stats.delayed + stats.running + finishing_ > 0;
    };
    while (!core_.closed() && busy()) {
        co_await all_ended_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return;
    }
}

asio::awaitable<void> WorkflowJobs::until_all_settled() {
    const auto alive = core_.shared_from_this();
    while (!core_.closed() && finishing_ + settling_ > 0)
        co_await all_ended_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void WorkflowJobs::on_closed() {
    all_ended_.cancel();
    for (auto& [id, book] : books_)
        if (book.details && book.details->changed) book.details->changed->cancel();
}

}  // namespace divan
