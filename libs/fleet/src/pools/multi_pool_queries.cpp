#include <algorithm>

#include <fmt/format.h>

#include <divan/fleet/multi_workflow_pool.hpp>
#include <divan/fleet/routing_hash.hpp>

#include "jobs/workflow_jobs.hpp"
#include "pools/bindings.hpp"

// What a MultiWorkflowPool can be asked.
namespace divan {
namespace {

constexpr std::size_t kHashShown = 12;

std::string_view state_of(const ServerInfo& server) {
    if (!server.online) return "offline";
    if (server.busy()) return "busy";
    return server.stable ? "idle" : name(server.health);
}

}  // namespace

std::vector<ServerInfo> MultiWorkflowPool::servers() const { return core_->servers(); }

std::optional<ServerInfo> MultiWorkflowPool::server(const ServerId& server) const {
    for (ServerInfo& info : core_->servers())
        if (info.id == server) return std::move(info);
    return std::nullopt;
}

std::vector<ServerId> MultiWorkflowPool::servers_for(const Workflow& workflow) const {
    return bindings_->to(routing_hash(workflow));
}

std::vector<ServerInfo> MultiWorkflowPool::idle_servers() const {
    std::vector<ServerInfo> idle = core_->servers();
    std::erase_if(idle, [](const ServerInfo& server) { return !server.idle(); });
    return idle;
}

std::vector<std::string> MultiWorkflowPool::bindings(const ServerId& server) const {
    return bindings_->of(server);
}
SchedulerStats MultiWorkflowPool::job_stats() const { return core_->scheduler().stats(); }

MultiPoolStats MultiWorkflowPool::stats() const {
    MultiPoolStats stats;
    for (const ServerInfo& server : core_->servers()) {
        ++stats.servers;
        ++(!server.online ? stats.offline : server.busy() ? stats.busy : stats.idle);
    }
    PoolQueue general;
    for (const WorkflowQueue& queue : core_->scheduler().queues()) {
        if (bindings_->to(queue.workflow_hash).empty())
            general.waiting += queue.waiting;
        else
            stats.queues.push_back({queue.workflow_hash, queue.waiting});
    }
    stats.queues.insert(stats.queues.begin(), general);
    return stats;
}

std::string pool_table(const std::vector<ServerInfo>& servers, const MultiPoolStats& stats) {
    std::string table = fmt::format("{:<28} {:<9} {:>8} {:>4} {:>7} {:>9} {:>6}\n", "server", "state",
                                    "priority", "ours", "foreign", "completed", "failed");
    for (const ServerInfo& server : servers)
        table +=
            fmt::format("{:<28} {:<9} {:>8} {:>4} {:>7} {:>9} {:>6}\n", server.id.str(), state_of(server),
                        server.priority, server.in_flight, server.foreign, server.completed, server.failed);
    table += fmt::format("\n{:<28} {:>8}\n", "queue", "waiting");
    for (const PoolQueue& queue : stats.queues) {
        const std::string label =
            queue.workflow_hash.empty() ? "general" : queue.workflow_hash.substr(0, kHashShown);
        table += fmt::format("{:<28} {:>8}\n", label, queue.waiting);
    }
    return table;
}

}  // namespace divan
