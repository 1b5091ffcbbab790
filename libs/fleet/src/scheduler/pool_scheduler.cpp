#include <divan/fleet/pool_scheduler.hpp>

#include <algorithm>

#include "scheduler/state.hpp"

namespace divan {

using scheduler::WorkflowState;

std::string_view name(JobEnd end) {
    switch (end) {
        case JobEnd::completed:
            return "completed";
        case JobEnd::failed:
            return "failed";
        case JobEnd::cancelled:
            return "cancelled";
    }
    return "unknown";
}

PoolScheduler::State::State(SchedulerOptions settings, std::unique_ptr<FailoverStrategy> strategy)
    : options{settings},
      failover{std::move(strategy)},
      placement{make_placement(settings.mode, settings.by_duration)},
      idle_only{settings.mode == PlacementMode::idle_first} {}

PoolScheduler::PoolScheduler(SchedulerOptions options, std::unique_ptr<FailoverStrategy> failover)
    : state_{std::make_unique<State>(options, std::move(failover))} {}

PoolScheduler::~PoolScheduler() = default;

Result<void> PoolScheduler::add_server(ServerSetup setup) {
    if (state_->servers.find(setup.id))
        return divan::fail(Errc::invalid_argument, "the pool has a server '" + setup.id.str() + "' already",
                           "give each server a name of its own");
    state_->servers.add(std::move(setup));
    state_->board.reconsider_all();
    return {};
}

void PoolScheduler::remove_server(const ServerId& id) {
    const auto slot = state_->servers.find(id);
    if (!slot || state_->servers.at(*slot).leaving) return;
    scheduler::Server& server = state_->servers.at(*slot);
    server.leaving = true;
    for (const auto& [rank, job] : server.running) {
        if (job->phase == JobPhase::stopping) continue;
        job->phase = JobPhase::stopping;
        job->stop = StopReason::server_removed;
        state_->actions.emplace_back(StopJob{job->id, id, StopReason::server_removed});
    }
    state_->failover->forget_server(id);
    state_->durations.forget(id);
    state_->board.for_each_workflow([&](WorkflowState& workflow) {
        workflow.unfit.erase(id);
        const auto block = workflow.blocked.find(id);
        if (block == workflow.blocked.end()) return;
        state_->block_ends.erase({block->second, {workflow.hash, id}});
        workflow.blocked.erase(block);
    });
    state_->board.reconsider_all();
    if (!server.running.empty()) return;
    state_->servers.erase(*slot);
    state_->actions.emplace_back(ServerLeft{id});
}

void PoolScheduler::set_status(const ServerId& id, ServerStatus status) {
    const auto slot = state_->servers.find(id);
    if (!slot) return;
    scheduler::Server& server = state_->servers.at(*slot);
    const bool was_usable = server.usable();
    server.status = status;
    if (was_usable != server.usable()) state_->board.reconsider_avoiding();
}

void PoolScheduler::set_priority(const ServerId& id, double priority) {
    if (const auto slot = state_->servers.find(id)) state_->servers.at(*slot).priority = priority;
}

void PoolScheduler::set_depth(const ServerId& id, int depth) {
    if (const auto slot = state_->servers.find(id)) state_->servers.at(*slot).depth = std::max(1, depth);
}

void PoolScheduler::set_unfit(const ServerId& server, const std::string& workflow_hash, std::string reason) {
    WorkflowState* workflow = state_->board.find_workflow(workflow_hash);
    if (!workflow) return;  // the caller knows it still, and says it again when there is a job
    workflow->unfit.insert_or_assign(server, std::move(reason));
    state_->board.reconsider(*workflow);
}

void PoolScheduler::clear_unfit(const ServerId& server) {
    state_->board.for_each_workflow([&](WorkflowState& workflow) {
        if (workflow.unfit.erase(server) > 0) state_->board.reconsider(workflow);
    });
}

void PoolScheduler::set_affinity(const std::string& workflow_hash, Affinity affinity) {
    WorkflowState& workflow = state_->board.workflow(workflow_hash);
    workflow.affinity = std::move(affinity);
    state_->board.reconsider(workflow);
}

bool PoolScheduler::remove_affinity(const std::string& workflow_hash) {
    WorkflowState* workflow = state_->board.find_workflow(workflow_hash);
    if (!workflow || !workflow->affinity) return false;
    workflow->affinity.reset();
    state_->board.reconsider(*workflow);
    state_->board.forget_if_unused(*workflow);
    return true;
}

std::optional<Affinity> PoolScheduler::affinity(const std::string& workflow_hash) const {
    const WorkflowState* workflow = state_->board.find_workflow(workflow_hash);
    return workflow ? workflow->affinity : std::nullopt;
}

void PoolScheduler::set_mode(PlacementMode mode, bool by_duration) {
    set_placement(make_placement(mode, by_duration), mode == PlacementMode::idle_first);
}

void PoolScheduler::set_placement(std::unique_ptr<Placement> placement, bool idle_only) {
    state_->placement = std::move(placement);
    state_->idle_only = idle_only;
}

SchedulerStats PoolScheduler::stats() const {
    SchedulerStats stats = state_->counts;
    stats.waiting = state_->board.waiting();
    stats.delayed = state_->delayed.size();
    return stats;
}

std::optional<JobPhase> PoolScheduler::phase(const JobId& job) const {
    const auto found = state_->jobs.find(job);
    if (found == state_->jobs.end()) return std::nullopt;
    return found->second.phase;
}

std::size_t PoolScheduler::in_flight(const ServerId& server) const {
    const auto slot = state_->servers.find(server);
    return slot ? state_->servers.at(*slot).running.size() : 0;
}

std::optional<std::chrono::milliseconds> PoolScheduler::mean_duration(
    const ServerId& server, const std::string& workflow_hash) const {
    return state_->durations.mean(server, workflow_hash);
}

void PoolScheduler::set_paused(bool paused) { state_->paused = paused; }

bool PoolScheduler::knows_workflow(const std::string& workflow_hash) const {
    return state_->board.find_workflow(workflow_hash) != nullptr;
}

std::vector<WorkflowQueue> PoolScheduler::queues() const {
    std::vector<WorkflowQueue> queues;
    state_->board.for_each_workflow([&](WorkflowState& workflow) {
        if (workflow.waiting > 0) queues.push_back({workflow.hash, workflow.waiting});
    });
    std::ranges::sort(queues, {}, &WorkflowQueue::workflow_hash);
    return queues;
}

}  // namespace divan
