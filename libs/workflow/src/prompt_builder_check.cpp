#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/prompt_builder.hpp>
#include <divan/workflow/structure.hpp>

#include "combined_error.hpp"

namespace divan {

Result<> PromptBuilder::check_kept() const {
    if (!errors_.empty()) return fail(combined_error(errors_));
    return {};
}

Result<> PromptBuilder::validate_output_mappings() const {
    if (auto kept = check_kept(); !kept) return kept;
    std::vector<std::string> missing;
    for (const OutputKey& output : outputs_)
        if (output.node.empty() || !workflow_.has(NodeId{output.node}))
            missing.push_back(output.key + ":" + (output.node.empty() ? "UNMAPPED" : output.node));
    if (missing.empty()) return {};
    Error error{Errc::invalid_argument, "unmapped or missing outputs: " + printable(join(missing, ", ")),
                "map each key to a node with set_output_node"};
    for (std::string& output : missing) error.context.emplace_back("output", std::move(output));
    return fail(std::move(error));
}

Result<> PromptBuilder::validate_no_cycles() const {
    if (auto kept = check_kept(); !kept) return kept;
    std::vector<Error> cycles;
    for (const Problem& problem : check_structure(workflow_))
        if (problem.code == "cycle")
            cycles.push_back(Error{Errc::malformed_workflow, problem.message, problem.hint}.with(
                "node", problem.node.str()));
    if (!cycles.empty()) return fail(combined_error(std::move(cycles)));
    return {};
}

Result<std::vector<Problem>> PromptBuilder::check(const NodeCatalogue& catalogue) const {
    if (auto kept = check_kept(); !kept) return fail(std::move(kept).error());
    const auto applied = apply_bypass(workflow_, catalogue);
    if (!applied) return fail(applied.error());
    auto problems = check_structure(applied->workflow, &catalogue);
    if (problems.empty())
        problems =
            explain(validate_prompt(applied->workflow.to_value(), catalogue), applied->workflow, catalogue);
    return problems;
}

Result<Workflow> PromptBuilder::to_workflow() const {
    if (auto checked = validate_output_mappings(); !checked) return fail(std::move(checked).error());
    Workflow workflow = workflow_;
    for (const OutputKey& output : outputs_)
        if (auto declared = workflow.declare_output(output.key, output.node); !declared)
            return fail(std::move(declared).error());
    return workflow;
}

}  // namespace divan
