#include <algorithm>

#include "scheduler/lane_board.hpp"

// Which servers can take the jobs of a lane.
namespace divan::scheduler {
namespace {

bool lists(const std::vector<ServerId>& ids, const ServerId& id) {
    return std::ranges::find(ids, id) != ids.end();
}

void add_all(std::vector<ServerId>& to, const std::vector<ServerId>& more) {
    to.insert(to.end(), more.begin(), more.end());
    std::ranges::sort(to);
    const auto rest = std::ranges::unique(to);
    to.erase(rest.begin(), rest.end());
}

}  // namespace

LaneKey LaneBoard::key_for(const Job& job) {
    const Affinity& wish = job.rules->servers;
    LaneKey key;
    if (wish.required) add_all(key.only, wish.servers);
    add_all(key.excluded, wish.excluded);
    key.own_list = !wish.servers.empty() || !wish.excluded.empty();
    if (!job.trouble) return key;
    add_all(key.excluded, job.trouble->excluded);
    add_all(key.avoided, job.trouble->avoided);
    return key;
}

/// Empty when the server is suited.
std::string_view LaneBoard::misfit(const WorkflowState& workflow, const LaneKey& key, const Server& server) {
    if (server.leaving) return "it is being removed";
    if (!key.only.empty() && !lists(key.only, server.id)) return "the job asks for other servers";
    if (lists(key.excluded, server.id)) return "the job excludes it";
    if (!key.own_list && workflow.affinity) {
        const Affinity& affinity = *workflow.affinity;
        if (affinity.required && !affinity.servers.empty() && !lists(affinity.servers, server.id))
            return "the workflow is bound to other servers";
        if (lists(affinity.excluded, server.id)) return "the workflow's affinity excludes it";
    }
    const auto unfit = workflow.unfit.find(server.id);
    return unfit == workflow.unfit.end() ? std::string_view{} : unfit->second;
}

ServerSet LaneBoard::suited(const WorkflowState& workflow, const LaneKey& key) const {
    ServerSet set;
    servers_.for_each([&](std::size_t slot, const Server& server) {
        if (misfit(workflow, key, server).empty()) set.insert(slot);
    });
    return set;
}

ServerSet LaneBoard::able(const Lane& lane, ServerSet open) const {
    for (const auto& [id, until] : lane.workflow->blocked)
        if (const auto slot = servers_.find(id)) open.erase(*slot);
    if (lane.key.avoided.empty()) return open;
    ServerSet others;
    bool usable = false;
    open.for_each([&](std::size_t slot) {
        if (lists(lane.key.avoided, servers_.at(slot).id)) return;
        others.insert(slot);
        usable = usable || servers_.at(slot).usable();
    });
    return usable ? others : open;
}

void LaneBoard::reconsider(WorkflowState& workflow) {
    for (auto& [key, lane] : workflow.lanes) {
        unplace(*lane);
        place(*lane);
    }
}

void LaneBoard::reconsider_all() {
    for (auto& [hash, workflow] : workflows_) reconsider(workflow);
}

void LaneBoard::reconsider_avoiding() {
    for (const auto& [number, lane] : avoiding_) {
        unplace(*lane);
        place(*lane);
    }
}

bool LaneBoard::suits_somebody(const Job& job, const Entry& entry) const {
    return servers_.none() || !suited(*entry.workflow, key_for(job)).empty();
}

std::vector<std::pair<ServerId, std::string>> LaneBoard::reasons(const Job& job, const Entry& entry) const {
    const LaneKey key = key_for(job);
    std::vector<std::pair<ServerId, std::string>> reasons;
    servers_.for_each([&](std::size_t, const Server& server) {
        std::string reason{misfit(*entry.workflow, key, server)};
        // What the server said to this very job, unless something is known that holds for all.
        const auto unfit = entry.workflow->unfit.find(server.id);
        if (job.trouble)
            if (const auto own = job.trouble->reasons.find(server.id); own != job.trouble->reasons.end())
                reason = unfit == entry.workflow->unfit.end() ? own->second : unfit->second;
        if (!reason.empty()) reasons.emplace_back(server.id, std::move(reason));
    });
    return reasons;
}

}  // namespace divan::scheduler
