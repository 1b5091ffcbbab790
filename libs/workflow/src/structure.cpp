#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/workflow/python_text.hpp>
#include <divan/workflow/structure.hpp>

#include "cycles.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// Beyond this many, looking for near names costs more than it helps.
constexpr std::size_t kMostHints = 20;

class StructureCheck {
public:
    StructureCheck(const Workflow& workflow, const NodeCatalogue* catalogue)
        : workflow_{workflow}, catalogue_{catalogue} {}

    std::vector<Problem> run() {
        if (workflow_.size() == 0) problem(NodeId{}, "no_nodes", "the workflow has no nodes");
        for (const auto& member : workflow_.graph()) node(member);
        cycles();
        if (catalogue_ && workflow_.size() > 0) outputs();
        return std::move(problems_);
    }

private:
    void problem(const NodeId& node, std::string code, std::string message, std::string hint = {},
                 std::string_view input = {}) {
        problems_.push_back(Problem{std::move(code), node, workflow_.class_type(node), workflow_.title(node),
                                    std::move(message), std::move(hint), std::string{input}});
    }

    void node(const json::Object::value_type& member) {
        const NodeId id = id_of(member);
        const std::string class_type = json::text_or(member.value(), "class_type");
        if (class_type.empty()) problem(id, "missing_class_type", "the node has no 'class_type'");
        const NodeInfo* info = catalogue_ ? catalogue_->find(class_type) : nullptr;
        if (catalogue_ && !info && !class_type.empty()) unknown_class(id, class_type);
        const auto* inputs = json::find(member.value(), "inputs");
        if (!inputs || !json::object_of(*inputs))
            return problem(id, "inputs_not_object",
                           inputs ? "'inputs' is not an object" : "the node has no 'inputs'",
                           "write \"inputs\": {} for a node without inputs");
        for (const auto& input : *json::object_of(*inputs)) value(id, info, key_of(input), input.value());
    }

    void unknown_class(const NodeId& id, const std::string& class_type) {
        if (classes_.empty()) classes_ = catalogue_->classes();
        auto hint = hints_++ < kMostHints ? did_you_mean(class_type, classes_) : std::string{};
        if (hint.empty()) hint = "install the custom node that brings it";
        problem(id, "unknown_class", fmt::format("the server has no node class '{}'", class_type),
                std::move(hint));
    }

    void value(const NodeId& id, const NodeInfo* info, std::string_view input, const json::Value& value) {
        const auto* list = json::array_of(value);
        if (!list) return;
        const bool looks_like_link = list->size() == 2 && json::is_text((*list)[0]);
        if (looks_like_link) return link(id, input, *list);
        const bool names_a_node = list->size() == 2 && workflow_.has(NodeId{python_str((*list)[0])});
        // ComfyUI reads lists of undeclared inputs as plain values; without a catalogue nobody knows which
        // these are.
        if (names_a_node || (info && info->input(input)))
            problem(id, "bad_link",
                    fmt::format("input '{}' is a list, but no link [\"node id\", slot]", input),
                    "write the node id as a text; a list that is a value is written {\"__value__\": [...]}",
                    input);
    }

    void link(const NodeId& id, std::string_view input, const json::Array& pair) {
        const std::string source{*json::text_of(pair[0])};
        if (!workflow_.has(NodeId{source})) return unknown_target(id, input, source);
        const auto slot = json::is_integer(pair[1]) ? json::to_int64(pair[1]) : std::nullopt;
        if (!slot)
            return problem(id, "bad_slot",
                           fmt::format("input '{}' is linked to slot {} of node {}, which is no whole number",
                                       input, python_repr(pair[1]), source),
                           {}, input);
        check_slot(id, input, source, *slot);
    }

    void unknown_target(const NodeId& id, std::string_view input, const std::string& source) {
        if (ids_.empty())
            for (const NodeId& known : workflow_.node_ids()) ids_.push_back(known.str());
        auto hint = hints_++ < kMostHints ? did_you_mean(source, ids_) : std::string{};
        problem(id, "unknown_link_target",
                fmt::format("input '{}' is linked to node '{}', which does not exist", input, source),
                std::move(hint), input);
    }

    void check_slot(const NodeId& id, std::string_view input, const std::string& source, std::int64_t slot) {
        const auto* info = catalogue_ ? catalogue_->find(workflow_.class_type(NodeId{source})) : nullptr;
        const auto count = info ? static_cast<std::int64_t>(info->outputs.size()) : 0;
        if (!info || (slot < count && slot >= -count)) return;
        std::vector<std::string> names;
        for (const auto& output : info->outputs) names.push_back(output.name);
        problem(id, "bad_slot",
                fmt::format("input '{}' is linked to slot {} of node {}, a {} with {} output{}", input, slot,
                            source, info->class_type, count, count == 1 ? "" : "s"),
                count == 0 ? "that class has no outputs" : "its outputs, from 0, are " + join(names, ", "),
                input);
    }

    void cycles() {
        const auto ids = workflow_.node_ids();
        std::unordered_map<std::string_view, std::size_t> place;
        for (std::size_t i = 0; i < ids.size(); ++i) place.emplace(ids[i].str(), i);
        Edges edges(ids.size());
        for (const Link& link : workflow_.links())
            if (const auto from = place.find(link.from.str()); from != place.end())
                edges[from->second].push_back(place.at(link.to.str()));
        for (const auto& cycle : find_cycles(edges)) report_cycle(cycle, ids);
    }

    void report_cycle(const std::vector<std::size_t>& cycle, const std::vector<NodeId>& ids) {
        std::string way;
        for (const std::size_t node : cycle)
            way += fmt::format("{} ({}) → ", ids[node].str(), workflow_.title(ids[node]));
        const NodeId& first = ids[cycle.front()];
        problem(first, "cycle", fmt::format("the nodes feed each other in a circle: {}{}", way, first.str()),
                "cut one of these links");
    }

    void outputs() {
        if (!output_nodes(workflow_, catalogue_).empty()) return;
        problem(NodeId{}, "no_output_node", "no node saves or shows anything",
                "add a node such as SaveImage");
    }

    const Workflow& workflow_;
    const NodeCatalogue* catalogue_;
    std::vector<Problem> problems_;
    std::vector<std::string> classes_, ids_;
    std::size_t hints_ = 0;
};

Problem about_request(std::string code, std::string message, std::string hint) {
    Problem problem;
    problem.code = std::move(code);
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    return problem;
}

std::vector<Problem> request_members(const json::Value& body) {
    std::vector<Problem> problems;
    const auto* client_id = json::find(body, "client_id");
    if (client_id && !json::is_text(*client_id))
        problems.push_back(
            about_request("bad_client_id", "'client_id' is not a text", "leave it out, or send a text"));
    const auto* extra_data = json::find(body, "extra_data");
    if (extra_data && !json::object_of(*extra_data))
        problems.push_back(
            about_request("bad_extra_data", "'extra_data' is not an object", "leave it out, or send {}"));
    const auto* prompt_id = json::find(body, "prompt_id");
    if (prompt_id && !json::is_text(*prompt_id))
        problems.push_back(
            about_request("bad_prompt_id", "'prompt_id' is not a text", "send a lower-case UUID"));
    return problems;
}

bool looks_like_output(std::string_view class_type) {
    const std::string low = to_lower(class_type);
    return low.find("save") != std::string::npos || low.find("preview") != std::string::npos;
}

}  // namespace

std::vector<Problem> check_structure(const Workflow& workflow, const NodeCatalogue* catalogue) {
    return StructureCheck{workflow, catalogue}.run();
}

std::vector<Problem> check_request(const json::Value& body, const NodeCatalogue* catalogue) {
    auto problems = request_members(body);
    const auto* prompt = json::find(body, "prompt");
    auto workflow = Workflow::from_json(prompt ? *prompt : json::Value(nullptr));
    if (!workflow) {
        problems.push_back(
            about_request("malformed_workflow", workflow.error().message, workflow.error().hint));
        return problems;
    }
    const auto found = check_structure(*workflow, catalogue);
    problems.insert(problems.end(), found.begin(), found.end());
    return problems;
}

std::vector<NodeId> output_nodes(const Workflow& workflow, const NodeCatalogue* catalogue) {
    std::vector<NodeId> found;
    for (const auto& member : workflow.graph()) {
        const std::string class_type = json::text_or(member.value(), "class_type");
        const auto* info = catalogue ? catalogue->find(class_type) : nullptr;
        if (info ? info->output_node : looks_like_output(class_type)) found.push_back(id_of(member));
    }
    return found;
}

}  // namespace divan
