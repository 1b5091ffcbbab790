#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/fleet/failover.hpp>
#include <divan/fleet/job_rules.hpp>
#include <divan/fleet/placement.hpp>
#include <divan/fleet/pool_actions.hpp>

namespace divan {

struct SchedulerOptions {
    std::optional<std::size_t> max_queue;  ///< waiting and delayed jobs together; empty: no limit
    PlacementMode mode = PlacementMode::idle_first;
    bool by_duration = false;  ///< servers where a workflow runs faster come first

    SchedulerOptions() = default;
};

struct ServerSetup {
    ServerId id;
    double priority = 0;
    int depth = 1;  ///< jobs that it may have at once; above 1 the next one waits on the server already

    ServerSetup() = default;
    explicit ServerSetup(ServerId name) : id{std::move(name)} {}
};

struct ServerStatus {
    int job_limit = 0;  ///< see `ServerHealth::job_limit`
    int foreign = 0;    ///< other people's prompts in its queue; they are never touched

    ServerStatus() = default;
    ServerStatus(int limit, int others) : job_limit{limit}, foreign{others} {}
    bool operator==(const ServerStatus&) const = default;
};

struct QueuedJob {
    JobId id;
    std::shared_ptr<const JobRules> rules;     ///< not null; equal rules should share one object
    std::vector<std::string> workflow_hashes;  ///< of the variants, at least one; the first that fits is run
    Deadline not_before{};
    int attempts = 0;  ///< tries before, of a job that an earlier process left behind

    QueuedJob() = default;
};

/// O(1) to get.
struct SchedulerStats {
    std::size_t waiting = 0, delayed = 0, running = 0;     ///< now
    std::size_t completed = 0, failed = 0, cancelled = 0;  ///< since the beginning
    SchedulerStats() = default;
    bool operator==(const SchedulerStats&) const = default;
};

enum class JobPhase { waiting, delayed, running, stopping };

struct WorkflowQueue {
    std::string workflow_hash;
    std::size_t waiting = 0;
};

/// Which job runs where and when: jobs, server states, ends of tries and the time go in, actions come out. No
/// I/O, no clock, no threads; same calls, same actions.
///
/// Order: priority, weight, then the job that fewer free servers could take, then first come, first served.
/// Jobs that no free server can take never hide others: jobs of one workflow and equal rules form a lane,
/// lanes with the same able servers a group, and only the heads of groups are looked at. Entering, starting,
/// cancelling and ending a job cost O(log n) for n waiting ones, times the number of groups (at most the
/// number of different server sets).
///
/// A retried job keeps its place before later ones. Time steps (delays, blocks, wait limits) happen in
/// `tick`.
class PoolScheduler {
public:
    PoolScheduler(SchedulerOptions options, std::unique_ptr<FailoverStrategy> failover);
    ~PoolScheduler();
    PoolScheduler(const PoolScheduler&) = delete;
    PoolScheduler& operator=(const PoolScheduler&) = delete;

    /// Errors: `invalid_argument` for an id that is taken.
    Result<void> add_server(ServerSetup setup);
    /// Stops its jobs, which go elsewhere. `ServerLeft` follows. Unknown: no effect.
    void remove_server(const ServerId& server);
    void set_status(const ServerId& server, ServerStatus status);
    void set_priority(const ServerId& server, double priority);
    void set_depth(const ServerId& server, int depth);
    /// For good: the server cannot run the workflow, for that reason.
    void set_unfit(const ServerId& server, const std::string& workflow_hash, std::string reason);
    /// It may be able to run everything again, e.g. after a restart.
    void clear_unfit(const ServerId& server);

    void set_affinity(const std::string& workflow_hash, Affinity affinity);
    bool remove_affinity(const std::string& workflow_hash);
    std::optional<Affinity> affinity(const std::string& workflow_hash) const;

    void set_mode(PlacementMode mode, bool by_duration);
    /// Offers every server that has room, or with `idle_only` those that have nothing to do.
    void set_placement(std::unique_ptr<Placement> placement, bool idle_only);

    /// Errors: `invalid_argument` for an id that is in use; `queue_full`.
    Result<void> add(QueuedJob job, Deadline now);
    /// A job that is on that server already, from an earlier process. Errors: as `add`, and
    /// `invalid_argument` for an unknown server.
    Result<void> adopt(QueuedJob job, std::size_t variant, const ServerId& server);
    /// False for a job that is not known (any more). It ends at once when it waits, else as soon as its try
    /// does.
    bool cancel(const JobId& job);
    /// Errors: `invalid_argument` for an unknown job or one that is not waiting.
    Result<void> change_rules(const JobId& job, std::shared_ptr<const JobRules> rules);
    /// The end of a try. Without a failure: it went well.
    void on_ended(const JobId& job, std::optional<Failure> failure, Error error,
                  std::chrono::milliseconds took, Deadline now);
    void reset_workflow(const std::string& workflow_hash);

    /// Starts nothing while it is set.
    void set_paused(bool paused);
    void tick(Deadline now);
    Deadline next_wake() const;  ///< when `tick` has something to do; `kNever`: when something else happens
    /// Starts what can be started, and hands over what was decided since the last call, in order.
    std::vector<PoolAction> take_actions(Deadline now);

    SchedulerStats stats() const;
    std::optional<JobPhase> phase(const JobId& job) const;
    std::size_t in_flight(const ServerId& server) const;
    std::optional<std::chrono::milliseconds> mean_duration(const ServerId& server,
                                                           const std::string& workflow_hash) const;
    bool knows_workflow(const std::string& workflow_hash) const;  ///< has jobs, an affinity or a block of it
    std::vector<WorkflowQueue> queues() const;                    ///< with waiting jobs; by hash

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace divan
