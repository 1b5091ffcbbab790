#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <divan/fleet/workflow_pool.hpp>

namespace divan {

struct MultiWorkflowPoolOptions {
    PoolSettings servers;
    WorkflowJobsOptions jobs;
    std::unique_ptr<QueueStorage> storage;       ///< null: in memory
    std::unique_ptr<FailoverStrategy> failover;  ///< null: SmartFailover with its defaults
    /// How often `pool_table` is handed to `monitor`, or logged when there is none. Empty: never.
    std::optional<std::chrono::milliseconds> monitoring_interval;
    std::function<void(const std::string& table)> monitor;

    MultiWorkflowPoolOptions() = default;
};

struct SubmitOptions {
    JobOptions job;

    SubmitOptions() = default;
    /// `{{server, 5}, …}`: instead of the servers' own priorities.
    SubmitOptions& prefer(std::map<ServerId, double> priorities) {
        job.rules.server_priorities = std::move(priorities);
        return *this;
    }
    SubmitOptions& attempts(int most) {
        job.rules.retry.max_attempts = most;
        return *this;
    }
};

/// One waiting line of the pool: a workflow that is bound to servers has its own, all others share the
/// general one.
struct PoolQueue {
    std::string workflow_hash;  ///< empty: the general queue
    std::size_t waiting = 0;
};

struct MultiPoolStats {
    std::size_t servers = 0, idle = 0, busy = 0, offline = 0;
    std::vector<PoolQueue> queues;

    MultiPoolStats() = default;
};

/// What a hook hears.
struct HookEvent {
    std::string type;  ///< of the server's message, or the name given to `emit`
    ServerId server;   ///< empty for `emit`
    json::Value data;

    HookEvent() = default;
};

/// Runs workflows on servers of different kinds: each server is bound to the workflows that it is meant for.
/// Those go to it alone; a workflow that no server is bound to may run on any of them. Each workflow waits in
/// a line of its own. Threads: as WorkflowPool; `BlockingPool<MultiWorkflowPool>`.
class MultiWorkflowPool {
public:
    /// `log` is borrowed.
    explicit MultiWorkflowPool(asio::any_io_executor executor, MultiWorkflowPoolOptions options = {},
                               const Logger* log = nullptr);
    ~MultiWorkflowPool();
    MultiWorkflowPool(const MultiWorkflowPool&) = delete;
    MultiWorkflowPool& operator=(const MultiWorkflowPool&) = delete;

    /// Errors: `invalid_argument` for an id that is taken.
    Result<ServerId> add_server(PoolServer server, const std::vector<Workflow>& bound_to = {});
    bool remove_server(const ServerId& server);  ///< its jobs and its bindings go elsewhere
    /// Errors: `invalid_argument` for an unknown server.
    Result<void> bind(const ServerId& server,
                      const std::vector<Workflow>& workflows);  ///< replaces earlier ones
    Result<void> set_priority(const ServerId& server, double priority);
    /// All servers at once. The ones that cannot be reached are called on behind the scenes. Errors:
    /// `invalid_argument` without servers; `timeout` when none is up by then, with each one's reason;
    /// `cancelled`.
    asio::awaitable<Result<void>> init(Deadline deadline);
    asio::awaitable<Result<void>> recover();  ///< as WorkflowPool::recover

    /// Errors: as WorkflowPool::enqueue.
    asio::awaitable<Result<JobId>> submit(Workflow workflow, SubmitOptions options = {});
    /// One job that can be run in several ways, e.g. with other models on other servers. Which of them is
    /// decided when a server is free for it, and kept for its retries.
    asio::awaitable<Result<JobId>> submit_to_variants(std::vector<Workflow> variants,
                                                      SubmitOptions options = {});
    asio::awaitable<Result<JobRecord>> wait_for_completion(JobId job);  ///< as WorkflowPool::wait
    std::optional<JobRecord> job(const JobId& job) const;
    std::optional<JobStatus> status(const JobId& job) const;
    bool cancel(const JobId& job);
    /// Progress, previews and the rest of one job; any number of listeners.
    Result<Subscription> watch(const JobId& job, PoolEvents events);
    [[nodiscard]] Subscription watch(PoolEvents events);
    /// Every message of that type from every server ("progress", "executing", …; "*": all of them), and what
    /// is emitted under that name.
    [[nodiscard]] Subscription hook(std::string type, std::function<void(const HookEvent&)> listener);
    void emit(std::string_view name, const json::Value& data);

    std::vector<ServerInfo> servers() const;
    std::optional<ServerInfo> server(const ServerId& server) const;
    std::vector<ServerId> servers_for(const Workflow& workflow) const;  ///< that are bound to it
    bool has_servers_for(const Workflow& workflow) const { return !servers_for(workflow).empty(); }
    std::vector<ServerInfo> idle_servers() const;
    std::vector<std::string> bindings(const ServerId& server) const;  ///< hashes
    Connection* connection(const ServerId& server) const;
    MultiPoolStats stats() const;
    SchedulerStats job_stats() const;

    asio::awaitable<Result<void>> shutdown(ShutdownMode mode, Deadline deadline);
    void close();

private:
    struct Bindings;

    std::shared_ptr<class PoolCore> core_;
    class WorkflowJobs* jobs_;
    std::shared_ptr<Bindings> bindings_;
    std::shared_ptr<class PoolMonitor> monitor_;
};

/// Servers and queues as two small tables, for people.
std::string pool_table(const std::vector<ServerInfo>& servers, const MultiPoolStats& stats);

}  // namespace divan
