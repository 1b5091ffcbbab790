#pragma once

#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include <divan/fleet/duration_table.hpp>

#include "scheduler/lane_board.hpp"

namespace divan {

struct PoolScheduler::State {
    using Job = scheduler::Job;
    using Entry = scheduler::Entry;
    using Server = scheduler::Server;
    using WorkflowState = scheduler::WorkflowState;
    /// Jobs by a time; the place makes equal times differ, and the order the same in every run.
    using Times = std::map<std::pair<Deadline, std::uint64_t>, Job*>;

    State(SchedulerOptions settings, std::unique_ptr<FailoverStrategy> strategy);

    Result<Job*> enter(QueuedJob queued);
    void wait(Job& job, Deadline now);  ///< from now on it may start
    void delay(Job& job, Deadline due);
    void leave_queue(Job& job);  ///< it neither waits nor is delayed
    void end(Job& job, JobEnd how, Error error,
             FailureKind kind = FailureKind::unknown);  ///< the job is gone afterwards
    void release(Job& job);                             ///< from the server that runs it

    void drop_hopeless();
    void drop_if_hopeless(Job& job);
    Error no_server_fits(const Job& job) const;

    void succeed(Job& job, std::chrono::milliseconds took);
    void fail(Job& job, Failure failure, Error error, Deadline now);
    void note_trouble(Job& job, const Failure& failure, const Error& error);
    void retry(Job& job, Failure failure, Error error, Deadline now);
    std::optional<Error> why_no_retry(const Job& job, const Failure& failure, const Error& error) const;

    void update_block(WorkflowState& workflow, const ServerId& server, Deadline now);
    void end_blocks(Deadline now);

    void dispatch(Deadline now);
    bool start_next(const scheduler::ServerSet& free, std::set<std::uint64_t>& refused);
    const scheduler::Group* best_group(const scheduler::ServerSet& free,
                                       const std::set<std::uint64_t>& refused) const;
    std::vector<ServerView> views(const Job& job, const scheduler::ServerSet& free) const;
    void start(Job& job, std::size_t slot);
    scheduler::ServerSet free_servers(int in_flight) const;

    SchedulerOptions options;
    std::unique_ptr<FailoverStrategy> failover;
    std::unique_ptr<Placement> placement;
    bool idle_only = true, paused = false;
    scheduler::ServerTable servers;
    scheduler::LaneBoard board{servers};
    std::unordered_map<JobId, Job> jobs;
    Times delayed, give_ups;
    std::set<std::pair<Deadline, std::pair<std::string, ServerId>>> block_ends;
    std::vector<PoolAction> actions;
    SchedulerStats counts;
    DurationTable durations;
    std::uint64_t places = 0;
};

}  // namespace divan
