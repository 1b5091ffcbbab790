#include <divan/jobs/graph_check.hpp>

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <divan/workflow/structure.hpp>

namespace divan::durable {
namespace {

constexpr std::size_t kToldProblems = 20;

Error too_much(std::string_view limit, std::size_t most, std::string_view of) {
    return Error{Errc::invalid_argument, fmt::format("the workflow has more than {} {}", most, of),
                 "split it into several workflows"}
        .with("limit", std::string{limit});
}

/// Walks without recursion: what comes in may be nested deeper than a stack is.
Result<void> check_size(const json::Value& graph, const GraphLimits& limits) {
    std::vector<std::pair<const json::Value*, std::size_t>> open{{&graph, 1}};
    std::size_t members = 0;
    while (!open.empty()) {
        const auto [value, depth] = open.back();
        open.pop_back();
        if (depth > limits.depth) return fail(too_much("depth", limits.depth, "levels"));
        if (++members > limits.members) return fail(too_much("members", limits.members, "values"));
        if (const auto text = json::text_of(*value); text && text->size() > limits.text_bytes)
            return fail(too_much("text_bytes", limits.text_bytes, "bytes in one text"));
        if (json::is_number(*value) && !json::is_integer(*value) && !std::isfinite(*json::to_double(*value)))
            return fail(Error{Errc::invalid_argument, "a number of the workflow is not finite"}.with(
                "limit", "finite"));
        if (const json::Object* object = json::object_of(*value))
            for (const auto& member : *object) open.emplace_back(&member.value(), depth + 1);
        else if (const json::Array* array = json::array_of(*value))
            for (const json::Value& element : *array) open.emplace_back(&element, depth + 1);
    }
    return {};
}

Result<void> check_nodes(const Workflow& workflow, const GraphLimits& limits) {
    if (workflow.size() > limits.nodes) return fail(too_much("nodes", limits.nodes, "nodes"));
    for (const NodeId& node : workflow.node_ids()) {
        const json::Object* inputs = workflow.inputs(node);
        if (inputs && inputs->size() > limits.inputs)
            return fail(too_much("inputs", limits.inputs, "inputs in one node").with("node", node.str()));
    }
    return {};
}

Error bad_shape(const std::vector<Problem>& problems) {
    Error error{Errc::malformed_workflow, describe(problems.front()), problems.front().hint};
    if (problems.size() > 1) error.message += fmt::format(" (and {} more)", problems.size() - 1);
    if (!problems.front().node.empty()) error.context.emplace_back("node", problems.front().node.str());
    error.context.emplace_back("reason", problems.front().code);
    for (std::size_t i = 0; i < std::min(problems.size(), kToldProblems); ++i)
        error.context.emplace_back("problem", describe(problems[i]));
    return error;
}

}  // namespace

Result<Workflow> check_graph(json::Value graph, const GraphLimits& limits) {
    if (auto size = check_size(graph, limits); !size) return fail(std::move(size).error());
    auto workflow = Workflow::from_json(std::move(graph));
    if (!workflow) return workflow;
    if (auto nodes = check_nodes(*workflow, limits); !nodes) return fail(std::move(nodes).error());
    if (const auto problems = check_structure(*workflow); !problems.empty()) return fail(bad_shape(problems));
    workflow->strip_is_changed();
    if (workflow->to_json().size() > limits.bytes) return fail(too_much("bytes", limits.bytes, "bytes"));
    return workflow;
}

}  // namespace divan::durable
