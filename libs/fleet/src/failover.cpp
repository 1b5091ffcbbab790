#include <divan/fleet/failover.hpp>

#include <algorithm>

namespace divan {

Deadline SmartFailover::skip_until(const ServerId& server, std::string_view workflow_hash) const {
    const auto of_server = records_.find(server);
    if (of_server == records_.end()) return Deadline{};
    const auto record = of_server->second.find(workflow_hash);
    return record == of_server->second.end() ? Deadline{} : record->second.blocked_until;
}

void SmartFailover::record_failure(const ServerId& server, std::string_view workflow_hash, const Failure&,
                                   Deadline now) {
    Record& record = records_[server].try_emplace(std::string{workflow_hash}).first->second;
    if (++record.failures < std::max(1, options_.failures_before_block)) return;
    record.failures = 0;  // after the cool-down the count begins anew
    record.blocked_until = now + options_.cooldown;
}

void SmartFailover::record_success(const ServerId& server, std::string_view workflow_hash) {
    const auto of_server = records_.find(server);
    if (of_server == records_.end()) return;
    const auto record = of_server->second.find(workflow_hash);
    if (record == of_server->second.end()) return;
    of_server->second.erase(record);
    if (of_server->second.empty()) records_.erase(of_server);
}

void SmartFailover::reset_workflow(std::string_view workflow_hash) {
    for (auto& [server, records] : records_)
        if (const auto record = records.find(workflow_hash); record != records.end()) records.erase(record);
    std::erase_if(records_, [](const auto& entry) { return entry.second.empty(); });
}

void SmartFailover::forget_server(const ServerId& server) { records_.erase(server); }

}  // namespace divan
