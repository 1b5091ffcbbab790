#include "jobs/workflow_attempt.hpp"

#include <divan/base/random.hpp>
#include <divan/workflow/model_loading.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

/// A server that refuses every connection for so long is gone, and its queue with it; others can do the job.
constexpr auto kGone = 3s;

Deadline now() { return std::chrono::steady_clock::now(); }

std::chrono::milliseconds since(Deadline begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now() - begin);
}

}  // namespace

WorkflowAttempt::WorkflowAttempt(WorkflowJobs& jobs, JobTry one, const StartJob& start)
    : jobs_{jobs},
      try_{std::move(one)},
      variant_{start.variant},
      hash_{start.workflow_hash},
      options_{jobs.find(start.job)->options},
      start_timer_{jobs.core().executor()},
      begun_{now()} {}

asio::awaitable<AttemptEnd> WorkflowAttempt::run(ServerLink& link) {
    const auto self = shared_from_this();
    link_ = &link;
    co_await jobs_.until_settled(try_.job);
    auto reservation = co_await reserve(link);
    if (!reservation) {  // the storage's trouble, which no server is to blame for
        Failure failure{FailureKind::transient};
        failure.connection = true;
        co_return fail_with(std::move(reservation).error(), std::move(failure));
    }
    if (cut_ != Cut::none) co_return fail_with(cut_error({}), cut_failure());
    auto result = co_await follow(link, *reservation);
    ended_ = true;
    start_timer_.cancel();
    co_return conclude(std::move(result));
}

/// The storage knows where the prompt goes before the server does, so that it is found again after a crash.
asio::awaitable<Result<QueueReservation>> WorkflowAttempt::reserve(ServerLink& link) {
    JobDetails& details = *jobs_.find(try_.job)->details;
    if (details.left) {  // an earlier process reserved and sent it
        details.reservation = details.left->id;
        QueueReservation left = std::move(*std::exchange(details.left, std::nullopt));
        co_return left;
    }
    job_text::SentNote note;
    note.server = link.id();
    note.prompt_id = uuid4();
    note.client_id = link.connection().client_id().str();
    note.variant = variant_;
    details.sent.reset();
    details.prompt_id = protocol::PromptId{note.prompt_id};
    auto reserved = co_await jobs_.storage().reserve_by_id(try_.job, job_text::write(note));
    if (!reserved) co_return fail(std::move(reserved).error());
    if (!*reserved) co_return fail(Errc::io_failed, "the job is not in the queue storage any more");
    QueueReservation reservation = std::move(**reserved);
    if (JobBook* book = jobs_.find(try_.job)) book->details->reservation = reservation.id;
    co_return reservation;
}

asio::awaitable<Result<RunResult>> WorkflowAttempt::follow(ServerLink& link,
                                                           const QueueReservation& reservation) {
    if (variant_ >= reservation.entry.workflows.size())
        co_return fail(Errc::malformed_workflow, "the queue storage lost a workflow of the job");
    auto workflow = job_text::read_workflow(reservation.entry.workflows[variant_]);
    if (!workflow) co_return fail(std::move(workflow).error());
    workflow_ = std::make_shared<const Workflow>(*workflow);
    jobs_.find(try_.job)->details->workflow = workflow_;
    if (jobs_.options().stretch_first_run) {
        const bool ran_before = jobs_.core().scheduler().mean_duration(link.id(), hash_).has_value();
        factor_ = model_loading_timeout_factor(*workflow_, ran_before);
    }
    if (jobs_.options().profiling) profiler_.emplace(*workflow_, now(), SystemClock{}.utc());
    run_ = begin_run(link, std::move(*workflow));
    co_return co_await run_->result();
}

Run WorkflowAttempt::begin_run(ServerLink& link, Workflow workflow) {
    const JobDetails& details = *jobs_.find(try_.job)->details;
    if (!details.sent) {
        RunRequest request = request_for(std::move(workflow));
        request.prompt_id = details.prompt_id;
        return start_run(link.connection(), std::move(request), events(), kNever);
    }
    AttachRequest request{details.prompt_id};
    request.client_id = protocol::ClientId{details.sent->client_id};
    request.workflow = std::move(workflow);
    request.include_outputs = options_->include_outputs;
    request.profile = jobs_.options().profiling;
    request.limits = limits();
    return attach_run(link.connection(), std::move(request), events(), kNever);
}

RunRequest WorkflowAttempt::request_for(Workflow workflow) const {
    RunRequest request{std::move(workflow)};
    request.include_outputs = options_->include_outputs;
    request.extra_data = options_->extra_data;
    request.randomize_seeds = options_->randomize_seeds;
    request.profile = jobs_.options().profiling;
    request.limits = limits();
    return request;
}

RunLimits WorkflowAttempt::limits() const {
    RunLimits limits;
    limits.refused = kGone;
    limits.node = limit(options_->node_timeout, jobs_.options().node_timeout);
    return limits;
}

std::chrono::milliseconds WorkflowAttempt::stretched(std::chrono::milliseconds limit) const {
    return limit * factor_;
}

std::optional<std::chrono::milliseconds> WorkflowAttempt::limit(
    std::optional<std::chrono::milliseconds> own, std::optional<std::chrono::milliseconds> usual) const {
    const auto chosen = own ? own : usual;
    if (!chosen || *chosen == JobOptions::never) return std::nullopt;
    return stretched(*chosen);
}

RunEvents WorkflowAttempt::events() {
    RunEvents events;
    events.on_accepted = [this](const protocol::PromptId& prompt) {
        accepted_ = true;
        if (JobBook* book = jobs_.find(try_.job)) book->details->prompt_id = prompt;
        jobs_.set_status(try_.job, JobStatus::running);
        jobs_.tell(try_.job, &PoolEvents::on_accepted, try_, prompt);
        watch_start();
    };
    events.on_started = [this] {
        started_ = true;
        start_timer_.cancel();
        if (JobBook* book = jobs_.find(try_.job)) book->details->executing_since = now();
        jobs_.tell(try_.job, &PoolEvents::on_started, try_);
    };
    events.on_progress = [this](const RunProgress& progress) {
        jobs_.tell(try_.job, &PoolEvents::on_progress, try_, progress);
    };
    events.on_preview = [this](const Preview& preview) {
        jobs_.tell(try_.job, &PoolEvents::on_preview, try_, preview);
    };
    events.on_output = [this](const protocol::NodeOutputs& output) {
        jobs_.tell(try_.job, &PoolEvents::on_output, try_, output);
    };
    if (profiler_)
        events.on_message = [this](const protocol::ServerMessage& message) { profiler_->on(message, now()); };
    return events;
}

AttemptEnd WorkflowAttempt::conclude(Result<RunResult> result) {
    if (jobs_.core().closed()) return fail_with(Error{Errc::cancelled, "the pool was shut down"});
    JobBook* book = jobs_.find(try_.job);
    if (result) {
        if (result->profile) book->details->run_profile = result->profile;
        book->details->result = std::make_shared<const RunResult>(std::move(*result));
        AttemptEnd end;
        end.took = since(begun_);
        return end;
    }
    if (profiler_) book->details->run_profile = profiler_->finish(nullptr, now());
    if (cut_ != Cut::none) return fail_with(cut_error(result.error()), cut_failure());
    return fail_with(std::move(result).error());
}

AttemptEnd WorkflowAttempt::fail_with(Error error, std::optional<Failure> failure) {
    AttemptEnd end;
    end.failure =
        failure ? std::move(*failure) : classify_failure(error, workflow_ ? *workflow_ : Workflow{});
    end.error = std::move(error);
    end.took = since(begun_);
    if (JobBook* book = jobs_.find(try_.job); book && book->details) book->details->last_error = end.error;
    return end;
}

}  // namespace divan
