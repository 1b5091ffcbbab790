#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <divan/fleet/multi_workflow_pool.hpp>

#include "driver/pool_core.hpp"

namespace divan {

/// Which servers are meant for which workflows. Keeps the scheduler's affinities in step.
struct MultiWorkflowPool::Bindings {
    explicit Bindings(PoolCore& core) : core_{core} {}

    void add(const ServerId& server, const std::string& workflow_hash) {
        servers_[workflow_hash].insert(server);
        publish(workflow_hash);
    }
    void remove(const ServerId& server, const std::string& workflow_hash) {
        const auto bound = servers_.find(workflow_hash);
        if (bound == servers_.end() || bound->second.erase(server) == 0) return;
        publish(workflow_hash);
    }
    void remove(const ServerId& server) {
        for (const std::string& hash : of(server)) remove(server, hash);
    }
    std::vector<std::string> of(const ServerId& server) const {
        std::vector<std::string> hashes;
        for (const auto& [hash, servers] : servers_)
            if (servers.contains(server)) hashes.push_back(hash);
        return hashes;
    }
    std::vector<ServerId> to(const std::string& workflow_hash) const {
        const auto bound = servers_.find(workflow_hash);
        if (bound == servers_.end()) return {};
        return {bound->second.begin(), bound->second.end()};
    }

private:
    /// A workflow without servers of its own waits in the general queue.
    void publish(const std::string& workflow_hash) {
        Affinity affinity;
        affinity.servers = to(workflow_hash);
        affinity.required = true;
        if (!affinity.servers.empty()) {
            core_.scheduler().set_affinity(workflow_hash, std::move(affinity));
        } else {
            servers_.erase(workflow_hash);
            core_.scheduler().remove_affinity(workflow_hash);
        }
        core_.request_pump();
    }

    PoolCore& core_;  // outlives its source, which is the last to call
    std::map<std::string, std::set<ServerId>> servers_;
};

}  // namespace divan
