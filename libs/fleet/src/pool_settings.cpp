#include <divan/fleet/pool_settings.hpp>

#include <divan/fleet/job_record.hpp>
#include <divan/fleet/pool_events.hpp>

namespace divan {

Result<PoolServer> pool_server(std::string_view address) {
    auto config = parse_server_address(address);
    if (!config) return fail(std::move(config).error());
    return PoolServer{std::move(*config)};
}

std::string_view name(ServerChange change) {
    switch (change) {
        case ServerChange::added:
            return "added";
        case ServerChange::connecting:
            return "connecting";
        case ServerChange::connected:
            return "connected";
        case ServerChange::connect_failed:
            return "connect_failed";
        case ServerChange::unauthorized:
            return "unauthorized";
        case ServerChange::disconnected:
            return "disconnected";
        case ServerChange::reconnected:
            return "reconnected";
        case ServerChange::stable:
            return "stable";
        case ServerChange::suspect:
            return "suspect";
        case ServerChange::ejected:
            return "ejected";
        case ServerChange::half_open:
            return "half_open";
        case ServerChange::busy:
            return "busy";
        case ServerChange::idle:
            return "idle";
        case ServerChange::leaving:
            return "leaving";
        case ServerChange::removed:
            return "removed";
    }
    return "unknown";
}

std::string_view name(JobStatus status) {
    switch (status) {
        case JobStatus::queued:
            return "queued";
        case JobStatus::no_servers:
            return "no_servers";
        case JobStatus::assigned:
            return "assigned";
        case JobStatus::running:
            return "running";
        case JobStatus::completed:
            return "completed";
        case JobStatus::failed:
            return "failed";
        case JobStatus::cancelled:
            return "cancelled";
    }
    return "unknown";
}

bool is_final(JobStatus status) {
    return status == JobStatus::completed || status == JobStatus::failed || status == JobStatus::cancelled;
}

json::Value to_json(const JobProfile& profile) {
    json::Object object;
    object["total_ms"] = profile.total.count();
    object["queue_ms"] = profile.queue.count();
    object["execution_ms"] = profile.execution.count();
    object["run"] = to_json(profile.run);
    return object;
}

}  // namespace divan
