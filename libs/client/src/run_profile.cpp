#include <divan/client/run_profile.hpp>

#include <algorithm>

namespace divan {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSlowestShown = 5;

json::Value to_json(std::optional<milliseconds> span) {
    if (!span) return nullptr;
    return json::Value(span->count());
}

json::Object to_json(const NodeProfile& node) {
    json::Object object;
    object["node"] = node.node.str();
    object["class_type"] = node.class_type;
    object["title"] = node.title;
    object["state"] = name(node.state);
    object["started_ms"] = to_json(node.started);
    object["ended_ms"] = to_json(node.ended);
    object["duration_ms"] = node.duration.count();
    json::Array steps;
    for (const NodeStep& step : node.steps) {
        json::Object told;
        told["at_ms"] = step.at.count();
        told["value"] = step.value;
        told["max"] = step.max;
        steps.emplace_back(std::move(told));
    }
    object["steps"] = std::move(steps);
    if (!node.error.empty()) object["error"] = node.error;
    return object;
}

json::Object summary_of(const RunProfile& profile) {
    json::Object summary;
    summary["total_nodes"] = profile.nodes.size();
    summary["executed_nodes"] = profile.count(NodeState::completed);
    summary["cached_nodes"] = profile.count(NodeState::cached);
    summary["failed_nodes"] = profile.count(NodeState::failed);
    json::Array slowest;
    for (const NodeProfile& node : profile.slowest(kSlowestShown)) slowest.emplace_back(node.node.str());
    summary["slowest_nodes"] = std::move(slowest);
    json::Array stepping;
    for (const NodeProfile& node : profile.with_steps()) stepping.emplace_back(node.node.str());
    summary["progress_nodes"] = std::move(stepping);
    return summary;
}

}  // namespace

std::string_view name(NodeState state) {
    switch (state) {
        case NodeState::pending:
            return "pending";
        case NodeState::executing:
            return "executing";
        case NodeState::completed:
            return "completed";
        case NodeState::cached:
            return "cached";
        case NodeState::failed:
            return "failed";
    }
    return "unknown";
}

const NodeProfile* RunProfile::find(const NodeId& id) const {
    const auto found = std::ranges::find(nodes, id, &NodeProfile::node);
    return found == nodes.end() ? nullptr : &*found;
}

std::size_t RunProfile::count(NodeState state) const {
    return static_cast<std::size_t>(std::ranges::count(nodes, state, &NodeProfile::state));
}

std::vector<NodeProfile> RunProfile::slowest(std::size_t most) const {
    std::vector<NodeProfile> ran;
    for (const NodeProfile& node : nodes)
        if (node.started) ran.push_back(node);
    std::ranges::stable_sort(ran, std::greater{}, &NodeProfile::duration);
    if (ran.size() > most) ran.resize(most);
    return ran;
}

std::vector<NodeProfile> RunProfile::with_steps() const {
    std::vector<NodeProfile> stepping;
    for (const NodeProfile& node : nodes)
        if (!node.steps.empty()) stepping.push_back(node);
    return stepping;
}

json::Value to_json(const RunProfile& profile) {
    json::Object object;
    object["prompt_id"] = profile.prompt_id.str();
    object["queued_at"] = to_rfc3339(profile.queued_at);
    object["started_at"] =
        profile.started_at ? json::Value(to_rfc3339(*profile.started_at)) : json::Value(nullptr);
    object["total_ms"] = profile.total.count();
    object["queue_ms"] = profile.queue.count();
    object["execution_ms"] = profile.execution.count();
    object["model_load_ms"] = profile.model_load.count();
    object["upload_ms"] = profile.upload.count();
    object["download_ms"] = profile.download.count();
    json::Array nodes;
    for (const NodeProfile& node : profile.nodes) nodes.emplace_back(to_json(node));
    object["nodes"] = std::move(nodes);
    object["summary"] = summary_of(profile);
    return object;
}

}  // namespace divan
