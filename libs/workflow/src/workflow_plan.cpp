#include "workflow_plan.hpp"

#include <algorithm>

#include "combined_error.hpp"

namespace divan {

const Workflow::Plan& Workflow::plan() const {
    static const Plan kNothing;
    return plan_ ? *plan_ : kNothing;
}

Workflow::Plan& Workflow::writable_plan() {
    if (!plan_) plan_ = new Plan;
    if (plan_->use_count() != 1) plan_ = new Plan{*plan_};
    return *plan_;
}

Result<DeclaredOutput> Workflow::declare_output(std::string_view text) {
    const auto output = declared_output(text);
    if (!output) return fail(output.error());
    return declare_output(output->alias, output->node.str());
}

Result<DeclaredOutput> Workflow::declare_output(std::string_view alias, std::string_view node) {
    auto found = resolve(node);
    if (!found && found.error().code == Errc::unknown_node && matches(alias).size() == 1) {
        found = matches(alias).front();
        alias = node;
    }
    if (!found) return fail(std::move(found).error());
    if (alias.empty())
        return fail(Errc::invalid_argument, "the output of node '" + found->str() + "' has an empty alias");
    for (const auto& other : declared_outputs())
        if (other.alias == alias)
            return fail(
                Errc::invalid_argument,
                "an output '" + other.alias + "' is declared already, for node '" + other.node.str() + "'",
                "choose another alias, or undeclare that one first");
    DeclaredOutput output{std::string{alias}, std::move(*found)};
    writable_plan().outputs.push_back(output);
    return output;
}

bool Workflow::undeclare_output(std::string_view alias) {
    const auto is_it = [&](const DeclaredOutput& output) { return output.alias == alias; };
    const auto& outputs = declared_outputs();
    if (std::none_of(outputs.begin(), outputs.end(), is_it)) return false;
    std::erase_if(writable_plan().outputs, is_it);
    return true;
}

const std::vector<DeclaredOutput>& Workflow::declared_outputs() const { return plan().outputs; }

Result<std::vector<NodeId>> Workflow::resolve_all(std::initializer_list<std::string_view> references) const {
    std::vector<NodeId> nodes;
    std::vector<Error> problems;
    for (const auto reference : references) {
        auto node = resolve(reference);
        if (node)
            nodes.push_back(std::move(*node));
        else
            problems.push_back(std::move(node).error());
    }
    if (!problems.empty()) return fail(combined_error(std::move(problems)));
    return nodes;
}

Result<> Workflow::check_nodes(const std::vector<NodeId>& nodes) const {
    std::vector<Error> problems;
    for (const NodeId& node : nodes)
        if (!has(node)) problems.push_back(unknown_node(node.str()));
    if (!problems.empty()) return fail(combined_error(std::move(problems)));
    return {};
}

Result<> Workflow::bypass(std::string_view reference) { return bypass({reference}); }

Result<> Workflow::bypass(std::initializer_list<std::string_view> references) {
    const auto nodes = resolve_all(references);
    return nodes ? bypass(*nodes) : fail(nodes.error());
}

Result<> Workflow::bypass(const std::vector<NodeId>& nodes) {
    if (auto checked = check_nodes(nodes); !checked) return checked;
    if (!nodes.empty()) writable_plan().bypassed.insert(nodes.begin(), nodes.end());
    return {};
}

Result<> Workflow::reinstate(std::string_view reference) { return reinstate({reference}); }

Result<> Workflow::reinstate(std::initializer_list<std::string_view> references) {
    const auto nodes = resolve_all(references);
    return nodes ? reinstate(*nodes) : fail(nodes.error());
}

Result<> Workflow::reinstate(const std::vector<NodeId>& nodes) {
    if (auto checked = check_nodes(nodes); !checked) return checked;
    for (const NodeId& node : nodes)
        if (is_bypassed(node)) writable_plan().bypassed.erase(node);
    return {};
}

std::vector<NodeId> Workflow::bypassed() const {
    std::vector<NodeId> nodes;
    if (plan().bypassed.empty()) return nodes;
    for (NodeId& node : node_ids())
        if (is_bypassed(node)) nodes.push_back(std::move(node));
    return nodes;
}

bool Workflow::is_bypassed(const NodeId& node) const { return plan().bypassed.contains(node); }

}  // namespace divan
