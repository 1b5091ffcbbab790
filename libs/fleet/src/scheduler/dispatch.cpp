#include <algorithm>
#include <limits>

#include "scheduler/state.hpp"

// Which job goes to which server, and what time brings about.
namespace divan {

using scheduler::Entry;
using scheduler::Group;
using scheduler::Job;
using scheduler::Server;
using scheduler::ServerSet;

void PoolScheduler::tick(Deadline now) {
    State& state = *state_;
    state.end_blocks(now);
    while (!state.delayed.empty() && state.delayed.begin()->first.first <= now) {
        Job& job = *state.delayed.begin()->second;
        state.delayed.erase(state.delayed.begin());
        state.wait(job, now);
    }
    while (!state.give_ups.empty() && state.give_ups.begin()->first.first <= now) {
        Job& job = *state.give_ups.begin()->second;
        state.end(
            job, JobEnd::failed,
            Error{Errc::timeout, "no server became free for the job in time", "add servers, or wait longer"});
    }
}

Deadline PoolScheduler::next_wake() const {
    Deadline next = kNever;
    if (!state_->block_ends.empty()) next = std::min(next, state_->block_ends.begin()->first);
    if (!state_->delayed.empty()) next = std::min(next, state_->delayed.begin()->first.first);
    if (!state_->give_ups.empty()) next = std::min(next, state_->give_ups.begin()->first.first);
    return next;
}

std::vector<PoolAction> PoolScheduler::take_actions(Deadline now) {
    state_->drop_hopeless();
    state_->dispatch(now);
    return std::exchange(state_->actions, {});
}

/// With idle servers first, those that have fewer jobs are served before those that could keep one more in
/// store.
void PoolScheduler::State::dispatch(Deadline) {
    if (paused) return;
    int most = 1;
    if (idle_only)
        servers.for_each([&](std::size_t, const Server& server) { most = std::max(most, server.depth); });
    for (int in_flight = 0; in_flight < most && board.waiting() > 0; ++in_flight) {
        std::set<std::uint64_t> refused;
        for (;;) {
            const ServerSet free = free_servers(idle_only ? in_flight : -1);
            if (free.empty() || !start_next(free, refused)) break;
        }
    }
}

/// Those that have room, and with `in_flight` from 0 exactly so many jobs of ours and nothing else.
ServerSet PoolScheduler::State::free_servers(int in_flight) const {
    ServerSet free;
    servers.for_each([&](std::size_t slot, const Server& server) {
        const int room = std::min(server.depth, server.status.job_limit) - server.in_flight();
        if (!server.usable() || room <= 0) return;
        if (in_flight >= 0 && (server.in_flight() != in_flight || server.status.foreign > 0)) return;
        free.insert(slot);
    });
    return free;
}

/// Among the groups whose first jobs have the highest rank, the one that the fewest free servers can take.
const Group* PoolScheduler::State::best_group(const ServerSet& free,
                                              const std::set<std::uint64_t>& refused) const {
    const Group* best = nullptr;
    std::size_t fewest = 0;
    for (const auto& [place, group] : board.groups()) {
        if (best && !place.first.same_class(best->place().first)) break;
        const std::size_t choices = group->able.count_common(free);
        if (choices == 0 || refused.contains(group->number)) continue;
        if (best && choices >= fewest) continue;
        best = group;
        fewest = choices;
    }
    return best;
}

/// False when no free server can take anything. What the placement refuses is left out until the next round.
bool PoolScheduler::State::start_next(const ServerSet& free, std::set<std::uint64_t>& refused) {
    const Group* group = best_group(free, refused);
    if (!group) return false;
    Job& job = *group->lanes.begin()->second->jobs.begin()->second;
    JobView view;
    view.id = job.id;
    view.workflow_hash = job.entries.front().workflow->hash;
    view.priority = job.rules->priority;
    view.attempt = job.tries() + 1;
    const auto candidates = views(job, free);
    const auto chosen = placement->choose(candidates, view);
    if (!chosen) {
        refused.insert(group->number);
        return true;
    }
    start(job, *servers.find(*chosen));
    return true;
}

/// The free servers that can take one of the job's variants, in the order in which they were added.
std::vector<ServerView> PoolScheduler::State::views(const Job& job, const ServerSet& free) const {
    std::vector<std::pair<std::uint64_t, ServerView>> found;
    ServerSet seen;
    for (const Entry& entry : job.entries)
        entry.lane->group->able.for_each([&](std::size_t slot) {
            if (!free.contains(slot) || seen.contains(slot)) return;
            seen.insert(slot);
            const Server& server = servers.at(slot);
            ServerView view;
            view.id = server.id;
            view.in_flight = server.in_flight();
            view.queue_length = server.in_flight() + server.status.foreign;
            const auto override_of = job.rules->server_priorities.find(server.id);
            view.priority =
                override_of == job.rules->server_priorities.end() ? server.priority : override_of->second;
            const Affinity& own = job.rules->servers;
            const bool uses_own = entry.lane->key.own_list || !entry.workflow->affinity;
            const auto& wished = uses_own ? own.servers : entry.workflow->affinity->servers;
            view.preferred = std::ranges::find(wished, server.id) != wished.end();
            view.mean_duration = durations.mean(server.id, entry.workflow->hash);
            found.emplace_back(server.order, std::move(view));
        });
    std::ranges::sort(found, {}, [](const auto& pair) { return pair.first; });
    std::vector<ServerView> views;
    for (auto& [order, view] : found) views.push_back(std::move(view));
    return views;
}

void PoolScheduler::State::start(Job& job, std::size_t slot) {
    const Entry chosen = *std::ranges::find_if(
        job.entries, [&](const Entry& entry) { return entry.lane->group->able.contains(slot); });
    leave_queue(job);
    for (Entry& entry : job.entries)
        if (entry.variant != chosen.variant) {
            --entry.workflow->jobs;
            board.forget_if_unused(*entry.workflow);
        }
    job.entries.assign(1, Entry{chosen.workflow, nullptr, chosen.variant});
    job.phase = JobPhase::running;
    job.stop = StopReason::cancelled;
    job.server = slot;
    job.last_server = servers.at(slot).id;
    ++job.attempts;
    ++counts.running;
    servers.at(slot).running.emplace(job.rank, &job);
    actions.emplace_back(
        StartJob{job.id, job.last_server, chosen.variant, chosen.workflow->hash, job.tries()});
}

}  // namespace divan
