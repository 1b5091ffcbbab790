#include "execution/progress_registry.hpp"

#include <algorithm>
#include <cmath>

namespace divan::engine {
namespace {

json::Value parent_or_null(const DynamicGraph& graph, const std::string& id) {
    const std::string* parent = graph.parent_of(id);
    return parent ? json::Value(*parent) : json::Value(nullptr);
}

}  // namespace

json::Value step_number(double number) {
    constexpr double kExact = 0x1p53;
    if (std::trunc(number) == number && std::abs(number) <= kExact) return static_cast<std::int64_t>(number);
    return number;
}

ProgressRegistry::Entry& ProgressRegistry::entry(const std::string& id) {
    const auto known =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& one) { return one.id == id; });
    if (known != entries_.end()) return *known;
    Entry fresh;
    fresh.id = id;
    fresh.value = 0;
    fresh.max = 1;
    return entries_.emplace_back(std::move(fresh));
}

void ProgressRegistry::start(const std::string& id) {
    Entry& started = entry(id);
    started.finished = false;
    started.value = 0.0;  // floats here and integers later: that is how the server shows them
    started.max = 1.0;
    send();
}

void ProgressRegistry::update(const std::string& id, double value, double max) {
    Entry& updated = entry(id);
    updated.finished = false;
    updated.value = step_number(value);
    updated.max = step_number(max);
    send();
}

void ProgressRegistry::finish(const std::string& id) {
    Entry& finished = entry(id);
    finished.finished = true;
    finished.value = finished.max;
    send();
}

json::Object ProgressRegistry::metadata_of(const std::string& id) const {
    json::Object metadata{{"node_id", id}, {"prompt_id", announcer_.prompt_id()}};
    metadata.emplace("display_node_id", graph_.display_of(id));
    metadata.emplace("parent_node_id", parent_or_null(graph_, id));
    metadata.emplace("real_node_id", graph_.real_of(id));
    return metadata;
}

void ProgressRegistry::send() const {
    json::Object nodes;
    for (const Entry& entry : entries_) {
        json::Object state{{"value", entry.value}, {"max", entry.max}};
        state.emplace("state", entry.finished ? "finished" : "running");
        for (auto& member : metadata_of(entry.id)) state.emplace(member.key(), std::move(member.value()));
        nodes.emplace(entry.id, std::move(state));
    }
    json::Object data{{"prompt_id", announcer_.prompt_id()}};
    data.emplace("nodes", std::move(nodes));
    announcer_.to_client_or_all("progress_state", std::move(data));
}

}  // namespace divan::engine
