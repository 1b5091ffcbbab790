#include "scheduler/lane_board.hpp"

namespace divan::scheduler {

WorkflowState& LaneBoard::workflow(const std::string& hash) {
    const auto [found, fresh] = workflows_.try_emplace(hash);
    if (fresh) found->second.hash = hash;
    return found->second;
}

WorkflowState* LaneBoard::find_workflow(const std::string& hash) {
    const auto found = workflows_.find(hash);
    return found == workflows_.end() ? nullptr : &found->second;
}

void LaneBoard::forget_if_unused(WorkflowState& workflow) {
    if (!workflow.forgettable()) return;
    const std::string hash = workflow.hash;
    workflows_.erase(hash);
}

void LaneBoard::insert(Job& job) {
    for (Entry& entry : job.entries) {
        LaneKey key = key_for(job);
        auto& owner = entry.workflow->lanes[key];
        const bool fresh = !owner;
        if (fresh) owner = std::make_unique<Lane>();
        Lane& lane = *owner;
        entry.lane = &lane;
        ++entry.workflow->waiting;
        if (!fresh) {
            enter(lane, job);
            continue;
        }
        lane.workflow = entry.workflow;
        lane.key = std::move(key);
        lane.number = ++numbers_;
        lane.jobs.emplace(job.rank, &job);
        if (!lane.key.avoided.empty()) avoiding_.emplace(lane.number, &lane);
        place(lane);
    }
    ++waiting_;
}

void LaneBoard::enter(Lane& lane, Job& job) {
    if (lane.jobs.begin()->first < job.rank) {
        lane.jobs.emplace(job.rank, &job);
        return;
    }
    change_lanes_of(*lane.group, [&](Group& group) {
        group.lanes.erase(lane.place());
        lane.jobs.emplace(job.rank, &job);
        group.lanes.emplace(lane.place(), &lane);
    });
}

void LaneBoard::remove(Job& job) {
    bool waited = false;
    for (Entry& entry : job.entries) {
        if (!entry.lane) continue;
        waited = true;
        remove(job, entry);
    }
    if (waited) --waiting_;
}

void LaneBoard::remove(Job& job, Entry& entry) {
    Lane& lane = *std::exchange(entry.lane, nullptr);
    --entry.workflow->waiting;
    if (lane.jobs.size() == 1) {
        unplace(lane);
        return erase_lane(lane);
    }
    if (lane.jobs.begin()->second != &job) {
        lane.jobs.erase(job.rank);
        return;
    }
    change_lanes_of(*lane.group, [&](Group& group) {
        group.lanes.erase(lane.place());
        lane.jobs.erase(job.rank);
        group.lanes.emplace(lane.place(), &lane);
    });
}

void LaneBoard::erase_lane(Lane& lane) {
    avoiding_.erase(lane.number);
    hopeless_.erase(lane.number);
    const LaneKey key = lane.key;
    lane.workflow->lanes.erase(key);
}

/// Keeps the list of heads right while the lanes of a group change.
template <class Change>
void LaneBoard::change_lanes_of(Group& group, Change change) {
    const bool listed = !group.able.empty();
    if (listed && !group.lanes.empty()) heads_.erase(group.place());
    change(group);
    if (listed && !group.lanes.empty()) heads_.emplace(group.place(), &group);
}

void LaneBoard::place(Lane& lane) {
    ServerSet fitting = suited(*lane.workflow, lane.key);
    const bool hopeless = fitting.empty() && !servers_.none();
    ServerSet servers = able(lane, std::move(fitting));
    const auto [found, fresh] = groups_.try_emplace(servers);
    if (fresh) {
        found->second.able = std::move(servers);
        found->second.number = ++numbers_;
    }
    lane.group = &found->second;
    change_lanes_of(found->second, [&](Group& group) { group.lanes.emplace(lane.place(), &lane); });
    if (hopeless)
        hopeless_.emplace(lane.number, &lane);
    else
        hopeless_.erase(lane.number);
}

void LaneBoard::unplace(Lane& lane) {
    Group& group = *std::exchange(lane.group, nullptr);
    change_lanes_of(group, [&](Group& from) { from.lanes.erase(lane.place()); });
    if (!group.lanes.empty()) return;
    const ServerSet servers = group.able;
    groups_.erase(servers);
}

Lane* LaneBoard::next_hopeless() {
    if (hopeless_.empty()) return nullptr;
    Lane* lane = hopeless_.begin()->second;
    hopeless_.erase(hopeless_.begin());
    return lane;
}

}  // namespace divan::scheduler
