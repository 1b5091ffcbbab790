#include "v2/workflow_check.hpp"

#include <optional>

#include <fmt/format.h>

#include <divan/workflow/explain.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/validate.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kTold = 100;  // problems in one answer

std::vector<Problem> missing_inputs(const Workflow& workflow, const NodeCatalogue& catalogue) {
    const PromptVerdict verdict = validate_prompt(workflow.to_value(), catalogue);
    std::vector<Problem> missing = explain(verdict, workflow, catalogue);
    std::erase_if(missing, [](const Problem& problem) { return problem.code != "required_input_missing"; });
    for (Problem& problem : missing) problem.code = "missing_input";
    return missing;
}

std::vector<Problem> wrong_at(const Workflow& workflow, const NodeCatalogue& catalogue) {
    std::vector<Problem> problems = check_structure(workflow, &catalogue);
    return problems.empty() ? missing_inputs(workflow, catalogue) : problems;
}

/// Where a problem is: an input, or a part of the node.
std::string field_of(const Problem& problem) {
    if (!problem.input.empty()) return problem.input;
    if (problem.code == "missing_class_type" || problem.code == "unknown_class") return "class_type";
    return "inputs";
}

json::Object told(const Problem& problem) {
    json::Object entry;
    if (!problem.node.empty()) entry["field"] = field_of(problem);
    entry["reason"] = problem.code;
    entry["message"] = problem.message;
    if (!problem.hint.empty()) entry["hint"] = problem.hint;
    return entry;
}

}  // namespace

bool is_ui_workflow(const json::Object& graph) {
    const json::Value* nodes = json::find(graph, "nodes");
    const json::Value* links = json::find(graph, "links");
    return nodes && links && json::array_of(*nodes) && json::array_of(*links);
}

std::vector<Problem> what_is_wrong(const Workflow& workflow, const durable::Dispatcher& dispatcher) {
    if (auto problems = check_structure(workflow); !problems.empty()) return problems;
    std::optional<std::vector<Problem>> fewest;
    for (const durable::ServerState& server : dispatcher.servers()) {
        const auto catalogue = dispatcher.catalogue(server.id);
        if (!catalogue) return {};  // it may be able to
        auto problems = wrong_at(workflow, *catalogue);
        if (problems.empty()) return {};
        if (!fewest || problems.size() < fewest->size()) fewest = std::move(problems);
    }
    return fewest.value_or(std::vector<Problem>{});
}

Refusal invalid_workflow(const std::vector<Problem>& problems) {
    std::string message = describe(problems.front());
    if (problems.size() > 1) message += fmt::format(" (and {} more)", problems.size() - 1);
    Refusal refusal{422, "invalid_workflow", std::move(message)};
    json::Object by_node;
    json::Array general;
    for (std::size_t i = 0; i < std::min(problems.size(), kTold); ++i) {
        const Problem& problem = problems[i];
        if (problem.node.empty()) {
            general.push_back(told(problem));
            continue;
        }
        json::Value& list = by_node[problem.node.str()];
        if (!json::array_of(list)) list = json::Array{};
        list.as_array().push_back(told(problem));
    }
    refusal.details["node_errors"] = std::move(by_node);
    if (!general.empty()) refusal.details["problems"] = std::move(general);
    return refusal;
}

}  // namespace divan::gateway
