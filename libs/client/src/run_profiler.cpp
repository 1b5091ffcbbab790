#include <divan/client/run_profile.hpp>

#include <algorithm>
#include <cmath>

#include <divan/workflow/model_loading.hpp>

namespace divan {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kStepsKept = 1'000;

double number(const json::Value& value) {
    const double read = json::to_double(value).value_or(0);
    return std::isfinite(read) ? read : 0;
}

bool is_over(const NodeProfile& node) {
    return node.state == NodeState::completed || node.state == NodeState::cached ||
           node.state == NodeState::failed;
}

}  // namespace

RunProfiler::RunProfiler(const Workflow& workflow, Deadline sent_at, Timestamp sent_at_utc)
    : sent_at_{sent_at} {
    profile_.queued_at = sent_at_utc;
    for (const NodeId& id : workflow.node_ids()) {
        places_.emplace(id, profile_.nodes.size());
        NodeProfile node;
        node.node = id;
        node.class_type = workflow.class_type(id);
        node.title = workflow.title(id);
        profile_.nodes.push_back(std::move(node));
    }
}

void RunProfiler::on(const protocol::ServerMessage& message, Deadline now) {
    std::visit([&](const auto& kind) { see(kind, now); }, message);
}

void RunProfiler::see(const protocol::ExecutionStart&, Deadline now) { mark_started(now); }

void RunProfiler::see(const protocol::ExecutionCached& message, Deadline now) {
    mark_started(now);
    for (const NodeId& id : message.nodes)
        if (NodeProfile* node = known(id)) node->state = NodeState::cached;
}

void RunProfiler::see(const protocol::Executing& message, Deadline now) {
    mark_started(now);
    NodeProfile* previous = current_ ? known(*current_) : nullptr;
    current_ = message.node;
    if (previous && !by_state_ && (!message.node || previous->node != *message.node))
        end(*previous, NodeState::completed, now);
    NodeProfile* next = message.node ? known(*message.node) : nullptr;
    if (!next && message.node) next = known(message.display_node);
    if (next) begin(*next, now);
}

void RunProfiler::see(const protocol::Progress& message, Deadline now) {
    NodeProfile* node = known(message.node);
    if (!node) return;
    begin(*node, now);
    step(*node, number(message.value), number(message.max), now);
}

/// Cumulative: a node that is finished in it stays so, and one that runs may be told many times.
void RunProfiler::see(const protocol::ProgressState& message, Deadline now) {
    by_state_ = true;
    mark_started(now);
    for (const protocol::NodeProgress& told : message.nodes) {
        NodeProfile* node = known(told.node);
        if (!node || is_over(*node)) continue;
        begin(*node, now);
        if (told.state == "finished") end(*node, NodeState::completed, now);
    }
}

void RunProfiler::see(const protocol::ExecutionError& message, Deadline now) {
    NodeProfile* node = known(message.node);
    if (!node) return;
    begin(*node, now);
    end(*node, NodeState::failed, now);
    node->error = message.exception_type + ": " + message.exception_message;
}

NodeProfile* RunProfiler::known(const NodeId& node) {
    const auto found = places_.find(node);
    return found == places_.end() ? nullptr : &profile_.nodes[found->second];
}

milliseconds RunProfiler::since_sent(Deadline now) const {
    return std::chrono::duration_cast<milliseconds>(now - sent_at_);
}

void RunProfiler::mark_started(Deadline now) {
    if (profile_.started_at) return;
    profile_.queue = since_sent(now);
    profile_.started_at = profile_.queued_at + profile_.queue;
}

void RunProfiler::begin(NodeProfile& node, Deadline now) {
    if (node.state != NodeState::pending && node.state != NodeState::cached) return;
    node.state = NodeState::executing;  // a cached node that runs after all was not cached
    node.started = since_sent(now);
}

void RunProfiler::end(NodeProfile& node, NodeState state, Deadline now) {
    if (is_over(node)) return;
    node.state = state;
    node.ended = since_sent(now);
    node.duration = *node.ended - node.started.value_or(*node.ended);
}

void RunProfiler::step(NodeProfile& node, double value, double max, Deadline now) {
    if (node.steps.size() >= kStepsKept) return;
    NodeStep told;
    told.at = since_sent(now);
    told.value = value;
    told.max = max;
    node.steps.push_back(told);
}

RunProfile RunProfiler::finish(const protocol::HistoryEntry* entry, Deadline now) {
    if (entry) {
        for (const NodeId& id : protocol::cached_nodes(*entry))
            if (NodeProfile* node = known(id); node && node->state == NodeState::pending)
                node->state = NodeState::cached;
        if (const auto* raised = protocol::error_of(*entry)) see(*raised, now);
    }
    const bool well = entry && protocol::verdict(*entry) == protocol::Verdict::success;
    for (NodeProfile& node : profile_.nodes)
        if (node.state == NodeState::executing)
            end(node, well ? NodeState::completed : NodeState::failed, now);
    add_up(now);
    return profile_;
}

void RunProfiler::add_up(Deadline now) {
    profile_.total = since_sent(now);
    if (profile_.started_at) profile_.execution = profile_.total - profile_.queue;
    for (const NodeProfile& node : profile_.nodes)
        if (known_model_loaders().contains(node.class_type)) profile_.model_load += node.duration;
}

}  // namespace divan
