#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <divan/fleet/failover.hpp>
#include <divan/fleet/job_record.hpp>
#include <divan/fleet/pool_events.hpp>
#include <divan/fleet/pool_scheduler.hpp>
#include <divan/fleet/pool_settings.hpp>
#include <divan/fleet/queue_storage.hpp>
#include <divan/fleet/workflow_jobs_options.hpp>
#include <divan/workflow/prompt_builder.hpp>

namespace divan {

struct WorkflowPoolOptions {
    PoolSettings servers;
    WorkflowJobsOptions jobs;
    std::map<std::string, Affinity> affinities;  ///< by `routing_hash`
    std::unique_ptr<QueueStorage> storage;       ///< null: in memory
    std::unique_ptr<FailoverStrategy> failover;  ///< null: SmartFailover with its defaults

    WorkflowPoolOptions() = default;
};

enum class ShutdownMode {
    drain,  ///< take no more jobs, and end those that are there
    now,    ///< take running prompts back from their servers; a durable storage keeps their jobs and the
            ///< waiting ones
};

/// Runs workflows on several servers, as a queue: by priority, each where it can run, again elsewhere after a
/// failure. Threads: use it from its executor only, which must run one thread at a time; for programs without
/// an event loop there is `BlockingPool<WorkflowPool>`.
class WorkflowPool {
public:
    /// `log` is borrowed.
    explicit WorkflowPool(asio::any_io_executor executor, WorkflowPoolOptions options = {},
                          const Logger* log = nullptr);
    ~WorkflowPool();  ///< ends everything at once; use `shutdown` to do it in order
    WorkflowPool(const WorkflowPool&) = delete;
    WorkflowPool& operator=(const WorkflowPool&) = delete;

    /// It is connected to from now on; others serve meanwhile. Errors: `invalid_argument` for an id that is
    /// taken.
    Result<ServerId> add_server(PoolServer server);
    /// Its jobs are taken back and go elsewhere. False when the pool has no such server.
    bool remove_server(const ServerId& server);
    std::vector<ServerInfo> servers() const;
    Connection* connection(const ServerId& server) const;  ///< borrowed while it is in the pool

    /// Takes up the jobs that an earlier process left in the storage, after the servers were added: what had
    /// been sent to one of them is followed there and not sent again. Call it once. Errors: those of the
    /// storage.
    asio::awaitable<Result<void>> recover();
    /// Waits until one server is up. Errors: `timeout`, with the reason of each server; `cancelled`.
    asio::awaitable<Result<void>> ready(Deadline deadline);

    /// Returns once the storage has the job. Errors: `invalid_argument` (an id that the pool knows),
    /// `queue_full`, `cancelled` (after `shutdown`), `io_failed`; of texts also those of `Workflow::parse`,
    /// of builders those of `PromptBuilder::to_workflow`.
    asio::awaitable<Result<JobId>> enqueue(Workflow workflow, JobOptions options = {});
    asio::awaitable<Result<JobId>> enqueue(const PromptBuilder& builder, JobOptions options = {});
    asio::awaitable<Result<JobId>> enqueue_text(std::string workflow, JobOptions options = {});
    asio::awaitable<Result<JobId>> enqueue_json(json::Value workflow, JobOptions options = {});

    std::optional<JobRecord> job(const JobId& job) const;
    /// As it was enqueued. Errors: `invalid_argument` for a job that is not known; those of the storage.
    asio::awaitable<Result<Workflow>> workflow(JobId job);
    /// Waits for the end; a failed job is a record, too. Errors: `invalid_argument` for a job that is not
    /// known (any more); `cancelled` when the pool or the waiting ends first.
    asio::awaitable<Result<JobRecord>> wait(JobId job);
    /// In any state but a final one: a waiting job never runs, a prompt is deleted or interrupted on its
    /// server, and only that one. False for jobs that have ended or are not known.
    bool cancel(const JobId& job);
    /// Moves a waiting job. Errors: `invalid_argument` for one that does not wait; those of the storage.
    asio::awaitable<Result<void>> reprioritise(JobId job, int priority, double weight = 0);

    void set_affinity(const std::string& workflow_hash, Affinity affinity);
    bool remove_affinity(const std::string& workflow_hash);
    std::map<std::string, Affinity> affinities() const;
    /// Forgets the failures and blocks of a workflow.
    void reset_workflow(const std::string& workflow_hash);
    void set_mode(PlacementMode mode);
    void set_choice(ChooseServer choose);

    SchedulerStats stats() const;
    std::vector<WorkflowQueue> queues() const;  ///< waiting jobs by workflow

    [[nodiscard]] Subscription watch(PoolEvents events);
    /// What concerns one job. Errors: `invalid_argument` for one that has ended or is not known.
    Result<Subscription> watch(const JobId& job, PoolEvents events);

    /// Until the deadline; after it, and at once with `now`, what runs is taken back. Connections and storage
    /// are closed then, and waiting callers get `cancelled`. Errors: those of the storage.
    asio::awaitable<Result<void>> shutdown(ShutdownMode mode, Deadline deadline);
    /// As the destructor.
    void close();

private:
    std::shared_ptr<class PoolCore> core_;
    class WorkflowJobs* jobs_;
    std::map<std::string, Affinity> affinities_;
};

}  // namespace divan
