#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scheduler/server_table.hpp"

namespace divan::scheduler {

/// The waiting jobs that are due, in lanes and groups (see PoolScheduler).
class LaneBoard {
public:
    explicit LaneBoard(const ServerTable& servers) : servers_{servers} {}

    WorkflowState& workflow(const std::string& hash);  ///< made when it is not known
    WorkflowState* find_workflow(const std::string& hash);
    void forget_if_unused(WorkflowState& workflow);
    template <class Call>
    void for_each_workflow(Call call) {
        for (auto& [hash, state] : workflows_) call(state);
    }

    void insert(Job& job);  ///< into a lane of each of its variants
    void remove(Job& job);
    void remove(Job& job, Entry& entry);

    /// Something that decides which servers can take this workflow's jobs has changed.
    void reconsider(WorkflowState& workflow);
    void reconsider_all();
    void reconsider_avoiding();  ///< servers became usable or stopped being so

    /// A lane that no server of the pool can ever take, and that was not returned before; nullptr without
    /// one.
    Lane* next_hopeless();
    bool suits_somebody(const Job& job, const Entry& entry) const;
    /// For each server, why it does not take the job.
    std::vector<std::pair<ServerId, std::string>> reasons(const Job& job, const Entry& entry) const;

    /// In the order of their first jobs.
    const std::map<Place, Group*>& groups() const { return heads_; }
    std::size_t waiting() const { return waiting_; }

private:
    static LaneKey key_for(const Job& job);
    static std::string_view misfit(const WorkflowState& workflow, const LaneKey& key, const Server& server);
    ServerSet suited(const WorkflowState& workflow, const LaneKey& key) const;
    ServerSet able(const Lane& lane, ServerSet suited) const;
    void place(Lane& lane);
    void unplace(Lane& lane);
    void enter(Lane& lane, Job& job);
    void erase_lane(Lane& lane);
    template <class Change>
    void change_lanes_of(Group& group, Change change);

    const ServerTable& servers_;
    std::unordered_map<std::string, WorkflowState> workflows_;
    std::map<ServerSet, Group> groups_;
    std::map<Place, Group*> heads_;                       ///< of the groups that some server can take
    std::map<std::uint64_t, Lane*> avoiding_, hopeless_;  ///< by number
    std::size_t waiting_ = 0;
    std::uint64_t numbers_ = 0;
};

}  // namespace divan::scheduler
