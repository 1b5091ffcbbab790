#include <divan/workflow/changes.hpp>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

namespace divan {
namespace {

WorkflowChange change_of(WorkflowChange::Kind kind, const Workflow& workflow, const NodeId& node) {
    WorkflowChange change;
    change.kind = kind;
    change.node = node;
    change.class_type = workflow.class_type(node);
    change.title = workflow.title(node);
    return change;
}

const json::Object& inputs_of(const Workflow& workflow, const NodeId& node) {
    static const json::Object none;
    const auto* inputs = workflow.inputs(node);
    return inputs ? *inputs : none;
}

/// The inputs of a node that both states have.
void compare_inputs(const Workflow& before, const Workflow& after, const NodeId& node,
                    std::vector<WorkflowChange>& changes) {
    for (const auto& member : inputs_of(before, node)) {
        const json::Value* now = after.get(node, member.key());
        if (now && json::same_content(*now, member.value())) continue;
        auto change = change_of(now ? WorkflowChange::Kind::input_set : WorkflowChange::Kind::input_removed,
                                after, node);
        change.input = member.key();
        change.before = member.value();
        if (now) change.after = *now;
        changes.push_back(std::move(change));
    }
    for (const auto& member : inputs_of(after, node)) {
        if (before.get(node, member.key())) continue;
        auto change = change_of(WorkflowChange::Kind::input_set, after, node);
        change.input = member.key();
        change.after = member.value();
        changes.push_back(std::move(change));
    }
}

void compare_node(const Workflow& before, const Workflow& after, const NodeId& node,
                  std::vector<WorkflowChange>& changes) {
    if (!after.has(node)) {
        changes.push_back(change_of(WorkflowChange::Kind::node_removed, before, node));
        return;
    }
    if (before.class_type(node) != after.class_type(node)) {
        auto change = change_of(WorkflowChange::Kind::class_changed, after, node);
        change.before = boost::json::string{before.class_type(node)};
        change.after = boost::json::string{after.class_type(node)};
        changes.push_back(std::move(change));
    }
    compare_inputs(before, after, node, changes);
}

std::string shown(const std::optional<json::Value>& value) {
    constexpr std::size_t kMost = 120;
    if (!value) return "nothing";
    return printable(json::write(*value, {json::Layout::compact, false, json::NonFinite::token}), kMost);
}

}  // namespace

std::vector<WorkflowChange> changes_between(const Workflow& before, const Workflow& after) {
    std::vector<WorkflowChange> changes;
    for (const NodeId& node : before.node_ids()) compare_node(before, after, node, changes);
    for (const NodeId& node : after.node_ids())
        if (!before.has(node)) changes.push_back(change_of(WorkflowChange::Kind::node_added, after, node));
    return changes;
}

std::string describe(const WorkflowChange& change) {
    std::string place = change.node.str();
    if (!change.input.empty()) place += "." + change.input;
    place += " (" + change.class_type;
    if (change.title != change.class_type) place += " \"" + change.title + "\"";
    place += "): ";
    switch (change.kind) {
        case WorkflowChange::Kind::node_added:
            return place + "added";
        case WorkflowChange::Kind::node_removed:
            return place + "removed";
        case WorkflowChange::Kind::input_removed:
            return place + shown(change.before) + " removed";
        case WorkflowChange::Kind::class_changed:
        case WorkflowChange::Kind::input_set:
            break;
    }
    return place + shown(change.before) + " -> " + shown(change.after);
}

}  // namespace divan
