#pragma once

#include <memory>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include <divan/client/run.hpp>

#include "jobs/workflow_jobs.hpp"

namespace divan {

/// Runs a job's workflow once on one server, and sees to it that it begins in time.
class WorkflowAttempt final : public Attempt, public std::enable_shared_from_this<WorkflowAttempt> {
public:
    WorkflowAttempt(WorkflowJobs& jobs, JobTry one, const StartJob& start);

    asio::awaitable<AttemptEnd> run(ServerLink& link) override;
    void stop(StopReason reason) override;
    void on_front() override;

private:
    /// Why a run was cut short by us.
    enum class Cut { none, stopped, not_started, behind_others };

    asio::awaitable<Result<QueueReservation>> reserve(ServerLink& link);
    asio::awaitable<Result<RunResult>> follow(ServerLink& link, const QueueReservation& reservation);
    RunRequest request_for(Workflow workflow) const;
    RunLimits limits() const;
    Run begin_run(ServerLink& link, Workflow workflow);
    RunEvents events();
    AttemptEnd conclude(Result<RunResult> result);
    AttemptEnd fail_with(Error error, std::optional<Failure> failure = std::nullopt);
    Error cut_error(const Error& error) const;
    Failure cut_failure() const;

    std::chrono::milliseconds stretched(std::chrono::milliseconds limit) const;
    std::optional<std::chrono::milliseconds> limit(std::optional<std::chrono::milliseconds> own,
                                                   std::optional<std::chrono::milliseconds> usual) const;
    void watch_start();
    static asio::awaitable<void> check_start(std::shared_ptr<WorkflowAttempt> self,
                                             std::shared_ptr<PoolCore> core);
    void cut(Cut why);

    WorkflowJobs& jobs_;
    JobTry try_;
    std::size_t variant_;
    std::string hash_;
    std::shared_ptr<const JobOptions> options_;
    std::shared_ptr<const Workflow> workflow_;
    ServerLink* link_ = nullptr;
    std::optional<divan::Run> run_;
    std::optional<RunProfiler> profiler_;
    asio::steady_timer start_timer_;
    bool front_ = false, accepted_ = false, started_ = false, ended_ = false;
    int factor_ = 1;
    Cut cut_ = Cut::none;
    Deadline begun_{};
};

}  // namespace divan
