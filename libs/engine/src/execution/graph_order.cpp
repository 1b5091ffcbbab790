#include "execution/graph_order.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace divan::engine {
namespace {

tl::unexpected<NodeFailure> input_error(const std::string& node, const std::string& input,
                                        std::string_view why) {
    return raise("comfy_execution.graph.NodeInputError",
                 fmt::format("Node {} says it needs input {}, but {}", node, input, why));
}

}  // namespace

NodeResult<> GraphOrder::add_one(const std::string& id, std::vector<std::string>& stack,
                                 std::vector<Edge>& edges) {
    if (pending_.contains(id)) return {};
    if (!graph_.has(id))
        return raise("comfy_execution.graph.NodeNotFoundError", fmt::format("Node {} not found", id));
    pending_.emplace(id, Pending{});
    order_.push_back(id);
    const ClassFacts* facts = classes_.find(graph_.class_of(id));
    for (const auto& member : graph_.inputs_of(id)) {
        const auto link = link_of(member.value());
        if (!link) continue;
        const InputFacts* input = facts ? facts->input(member.key()) : nullptr;
        if ((input && input->lazy) || is_cached_(link->node)) continue;
        stack.push_back(link->node);
        edges.push_back(Edge{link->node, id});
    }
    return {};
}

NodeResult<> GraphOrder::add(const std::string& id) {
    std::vector<std::string> stack{id};
    std::vector<Edge> edges;
    while (!stack.empty()) {
        const std::string next = std::move(stack.back());
        stack.pop_back();
        if (auto added = add_one(next, stack, edges); !added) return added;
    }
    for (const Edge& edge : edges) connect(edge);
    return {};
}

void GraphOrder::connect(const Edge& edge) {
    auto& feeds = pending_.at(edge.from).feeds;
    if (std::find(feeds.begin(), feeds.end(), edge.to) != feeds.end()) return;
    feeds.push_back(edge.to);
    ++pending_.at(edge.to).waits_for;
}

NodeResult<> GraphOrder::add_link(const std::string& from, const std::string& to) {
    if (is_cached_(from)) return {};
    if (auto added = add(from); !added) return added;
    connect(Edge{from, to});
    return {};
}

NodeResult<> GraphOrder::require(const std::string& node, const std::string& input) {
    const json::Value* value = json::find(graph_.inputs_of(node), input);
    if (!value) return input_error(node, input, "there is no input to that node at all");
    const auto link = link_of(*value);
    if (!link) return input_error(node, input, "that value is a constant");
    // A real server would try the node again and again.
    if (is_cached_(link->node)) return input_error(node, input, "its source has run and has no such output");
    return add_link(link->node, node);
}

bool GraphOrder::is_output(const std::string& id) const {
    const ClassFacts* facts = classes_.find(graph_.class_of(id));
    return facts && facts->output_node;
}

bool GraphOrder::feeds_output(const std::string& id) const {
    const auto& feeds = pending_.at(id).feeds;
    return std::any_of(feeds.begin(), feeds.end(), [this](const std::string& to) { return is_output(to); });
}

bool GraphOrder::feeds_feeder(const std::string& id) const {
    const auto& feeds = pending_.at(id).feeds;
    return std::any_of(feeds.begin(), feeds.end(),
                       [this](const std::string& to) { return feeds_output(to); });
}

std::optional<std::string> GraphOrder::next() const {
    std::vector<std::string> ready;
    for (const std::string& id : order_)
        if (pending_.at(id).waits_for == 0) ready.push_back(id);
    if (ready.empty()) return std::nullopt;
    const auto first = [&](bool (GraphOrder::*fits)(const std::string&) const) {
        return std::find_if(ready.begin(), ready.end(),
                            [&](const std::string& id) { return (this->*fits)(id); });
    };
    for (const auto rule : {&GraphOrder::is_output, &GraphOrder::feeds_output, &GraphOrder::feeds_feeder})
        if (const auto found = first(rule); found != ready.end()) return *found;
    return ready.front();
}

void GraphOrder::complete(const std::string& id) {
    const auto done = pending_.find(id);
    for (const std::string& to : done->second.feeds) --pending_.at(to).waits_for;
    pending_.erase(done);
    order_.erase(std::find(order_.begin(), order_.end(), id));
}

std::vector<std::string> GraphOrder::in_cycle() const {
    std::map<std::string, std::set<std::string>> waits;
    for (const std::string& id : order_) waits[id];
    for (const auto& [from, pending] : pending_)
        for (const std::string& to : pending.feeds) waits[to].insert(from);
    for (bool removed = true; removed;) {
        removed = false;
        for (auto node = waits.begin(); node != waits.end();) {
            if (!node->second.empty()) {
                ++node;
                continue;
            }
            for (auto& [to, from] : waits) from.erase(node->first);
            node = waits.erase(node);
            removed = true;
        }
    }
    std::vector<std::string> left;
    for (const std::string& id : order_)
        if (waits.contains(id)) left.push_back(id);
    return left;
}

}  // namespace divan::engine
