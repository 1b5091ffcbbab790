#include "pools/callback_jobs.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <divan/base/random.hpp>

namespace divan {
namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

const std::string kNoWorkflow = "function";  // the pool knows nothing of what functions do

class CallbackAttempt final : public Attempt {
public:
    CallbackAttempt(std::shared_ptr<CallbackJob> job, JobTry one)
        : job_{std::move(job)}, try_{std::move(one)} {}

    asio::awaitable<AttemptEnd> run(ServerLink& link) override {
        const Deadline begun = now();
        auto result = co_await call(link.connection());
        AttemptEnd end;
        end.took = std::chrono::duration_cast<std::chrono::milliseconds>(now() - begun);
        if (result) co_return end;
        end.error = std::move(result).error();
        end.failure = judge(end.error);
        co_return end;
    }
    void stop(StopReason reason) override {
        stopped_ = reason;
        stop_.emit(asio::cancellation_type::terminal);
    }
    bool knows_its_prompt() const override { return job_->knows_its_prompt; }

private:
    /// What it throws is an error like any other: one function must not end the pool.
    asio::awaitable<Result<void>> call(Connection& connection) {
        std::string thrown;
        try {
            auto stoppable = asio::bind_cancellation_slot(stop_.slot(), asio::use_awaitable);
            auto work = job_->work(connection, try_);
            co_return co_await asio::co_spawn(connection.executor(), std::move(work), std::move(stoppable));
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted)
                co_return fail(Errc::cancelled, "the function was stopped");
            thrown = error.what();
        } catch (const std::exception& error) {
            thrown = error.what();
        }
        co_return fail(Errc::execution_failed, "the function threw an exception: " + thrown);
    }

    /// Whatever it was, another server may do better; only what the server is to blame for counts against it.
    Failure judge(const Error& error) const {
        const Failure known = classify_failure(error, Workflow{});
        Failure failure{FailureKind::transient};
        failure.server_fault = known.server_fault;
        failure.shut_out = known.shut_out;
        failure.connection = true;
        return failure;
    }

    std::shared_ptr<CallbackJob> job_;
    JobTry try_;
    asio::cancellation_signal stop_;
    std::optional<StopReason> stopped_;
};

}  // namespace

asio::awaitable<Result<void>> CallbackJobs::run(CallbackWork work, JobRules rules, bool knows_its_prompt) {
    const auto alive = core_.shared_from_this();
    if (core_.closed()) co_return fail(Errc::cancelled, "the pool was closed");
    QueuedJob queued;
    queued.id = JobId{uuid4()};
    queued.rules = std::make_shared<const JobRules>(std::move(rules));
    queued.workflow_hashes.push_back(kNoWorkflow);
    const JobId id = queued.id;
    if (auto added = core_.scheduler().add(std::move(queued), now()); !added)
        co_return fail(std::move(added).error());
    auto job = std::make_shared<CallbackJob>(core_.executor(), std::move(work), knows_its_prompt);
    jobs_.emplace(id, job);
    core_.watchers().tell(&PoolEvents::on_queued, id);
    core_.request_pump();
    co_return co_await end_of(id, job);
}

asio::awaitable<Result<void>> CallbackJobs::end_of(JobId id, std::shared_ptr<CallbackJob> job) {
    const bool throwing = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    bool given_up = false;
    while (!job->end && !given_up) {
        co_await job->done.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        given_up = cancellation.cancelled() != asio::cancellation_type::none;
    }
    co_await asio::this_coro::throw_if_cancelled(throwing);
    if (job->end) co_return *job->end;
    core_.scheduler().cancel(id);
    core_.request_pump();
    co_return fail(Errc::cancelled, "waiting for the function was cancelled");
}

std::shared_ptr<Attempt> CallbackJobs::begin(const StartJob& start) {
    JobTry one;
    one.job = start.job;
    one.server = start.server;
    one.attempt = start.attempt;
    core_.watchers().tell(&PoolEvents::on_assigned, one);
    return std::make_shared<CallbackAttempt>(jobs_.at(start.job), one);
}

void CallbackJobs::on_retried(const JobRetried& retried) {
    JobFailure failure;
    failure.last.job = retried.job;
    failure.last.server = retried.server;
    failure.last.attempt = retried.attempt;
    failure.last.max_attempts = retried.max_attempts;
    failure.error = retried.error;
    failure.kind = retried.failure.kind;
    failure.will_retry = true;
    failure.delay = retried.delay;
    core_.watchers().tell(&PoolEvents::on_failed, failure);
    core_.watchers().tell(&PoolEvents::on_retrying, failure);
}

void CallbackJobs::on_ended(JobEnded ended) {
    const auto found = jobs_.find(ended.job);
    if (found == jobs_.end()) return;
    const auto job = found->second;
    jobs_.erase(found);
    JobTry last;
    last.job = ended.job;
    last.server = ended.server;
    last.attempt = std::max(1, ended.attempt);
    last.max_attempts = ended.max_attempts;
    if (ended.end == JobEnd::completed) {
        settle(job, {});
        return core_.watchers().tell(&PoolEvents::on_completed, last, RunResult{});
    }
    settle(job, fail(ended.error));
    if (ended.end == JobEnd::cancelled) return core_.watchers().tell(&PoolEvents::on_cancelled, ended.job);
    JobFailure failure;
    failure.last = last;
    failure.error = ended.error;
    failure.kind = ended.kind;
    core_.watchers().tell(&PoolEvents::on_failed, failure);
}

void CallbackJobs::settle(const std::shared_ptr<CallbackJob>& job, Result<void> end) {
    job->end = std::move(end);
    job->done.cancel();
}

void CallbackJobs::on_closed() {
    for (const auto& [id, job] : jobs_) settle(job, fail(Errc::cancelled, "the pool was closed"));
    jobs_.clear();
}

}  // namespace divan
