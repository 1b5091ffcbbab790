#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/workflow.hpp>

#include "workflow_graph.hpp"
#include "workflow_plan.hpp"

namespace divan {
namespace {

bool is_ui_workflow(const json::Value& value) {
    const auto* nodes = json::find(value, "nodes");
    return nodes && json::array_of(*nodes);
}

/// The graph inside a request body; a node may be called "prompt", but then it has a class.
const json::Value* wrapped_graph(const json::Value& value) {
    const auto* inner = json::find(value, "prompt");
    return inner && json::object_of(*inner) && !json::find(*inner, "class_type") ? inner : nullptr;
}

Error ui_workflow_error() {
    return Error{Errc::malformed_workflow,
                 "this is a UI workflow (it has a 'nodes' list), not the API format",
                 "in ComfyUI choose Workflow > Export (API) and use that file"};
}

Result<> check_node_objects(const json::Object& nodes) {
    for (const auto& member : nodes) {
        if (json::object_of(member.value())) continue;
        return fail(Errc::malformed_workflow, "node '" + std::string{key_of(member)} +
                                                  "' is not an object but a " +
                                                  std::string{json::kind_name(member.value())});
    }
    return {};
}

}  // namespace

Workflow::Workflow() = default;
Workflow::Workflow(const Workflow&) = default;
Workflow::Workflow(Workflow&&) noexcept = default;
Workflow& Workflow::operator=(const Workflow&) = default;
Workflow& Workflow::operator=(Workflow&&) noexcept = default;
Workflow::~Workflow() = default;

Result<Workflow> Workflow::parse(std::string_view text) {
    auto value = json::parse(text);
    if (!value) return fail(std::move(value).error());
    return from_json(std::move(*value));
}

Result<Workflow> Workflow::from_json(json::Value value) {
    const auto* inner = wrapped_graph(value);
    return from_graph(inner ? json::Value(*inner) : std::move(value));
}

Result<Workflow> Workflow::from_graph(json::Value value) {
    if (is_ui_workflow(value)) return fail(ui_workflow_error());
    auto* nodes = value.if_object();
    if (!nodes)
        return fail(Errc::malformed_workflow,
                    "a workflow is an object of nodes, but this is a " + std::string{json::kind_name(value)});
    if (auto checked = check_node_objects(*nodes); !checked) return fail(std::move(checked).error());
    Workflow workflow;
    workflow.graph_ = new Graph{std::move(*nodes)};
    return workflow;
}

std::string Workflow::to_json() const {
    return json::write(to_value(), json::WriteOptions{json::Layout::compact, false, json::NonFinite::token});
}

json::Value Workflow::to_value() const { return json::Value(graph()); }

const json::Object& Workflow::graph() const {
    static const json::Object kEmpty;
    return graph_ ? graph_->nodes : kEmpty;
}

json::Object& Workflow::writable() {
    if (!graph_) graph_ = new Graph{json::Object{}};
    if (graph_->use_count() != 1) graph_ = new Graph{graph_->nodes};
    return graph_->nodes;
}

bool operator==(const Workflow& left, const Workflow& right) {
    if (left.plan_ != right.plan_ && !left.plan().same(right.plan())) return false;
    if (left.graph_ == right.graph_) return true;
    const auto &a = left.graph(), &b = right.graph();
    if (a.size() != b.size()) return false;
    for (const auto& member : a) {
        const auto* other = json::find(b, key_of(member));
        if (!other || !json::same_content(member.value(), *other)) return false;
    }
    return true;
}

}  // namespace divan
