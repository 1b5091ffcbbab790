#include <algorithm>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/workflow/workflow.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

std::string title_in(const json::Value& node) {
    const auto* meta = json::find(node, "_meta");
    const std::string title = meta ? json::text_or(*meta, "title") : std::string{};
    return title.empty() ? json::text_or(node, "class_type") : title;
}

template <class Matches>
std::vector<NodeId> ids_where(const json::Object& nodes, Matches matches) {
    std::vector<NodeId> found;
    for (const auto& member : nodes)
        if (matches(member.value())) found.push_back(id_of(member));
    return found;
}

/// Everything that a reference may be spelled as; titles with their '#'.
std::vector<std::string> spellings(const json::Object& nodes) {
    std::vector<std::string> all;
    for (const auto& member : nodes) {
        all.emplace_back(key_of(member));
        all.push_back('#' + title_in(member.value()));
        all.push_back(json::text_or(member.value(), "class_type"));
    }
    return all;
}

}  // namespace

std::size_t Workflow::size() const { return graph().size(); }

bool Workflow::has(const NodeId& node) const { return json::find(graph(), node.str()) != nullptr; }

std::vector<NodeId> Workflow::node_ids() const {
    return ids_where(graph(), [](const json::Value&) { return true; });
}

std::string Workflow::class_type(const NodeId& node) const {
    const auto* found = json::find(graph(), node.str());
    return found ? json::text_or(*found, "class_type") : std::string{};
}

std::string Workflow::title(const NodeId& node) const {
    const auto* found = json::find(graph(), node.str());
    return found ? title_in(*found) : std::string{};
}

std::vector<NodeId> Workflow::find_class(std::string_view class_type) const {
    return ids_where(
        graph(), [&](const json::Value& node) { return json::text_or(node, "class_type") == class_type; });
}

std::vector<NodeId> Workflow::find_title(std::string_view title) const {
    return ids_where(graph(), [&](const json::Value& node) { return title_in(node) == title; });
}

std::vector<NodeId> Workflow::matches(std::string_view reference) const {
    NodeId id{std::string{reference}};
    if (has(id)) return {id};
    if (reference.starts_with('#')) return find_title(reference.substr(1));
    return reference.empty() ? std::vector<NodeId>{} : find_class(reference);
}

Result<NodeId> Workflow::resolve(std::string_view reference) const {
    return the_one(matches(reference), reference);
}

Result<NodeId> Workflow::the_one(const std::vector<NodeId>& found, std::string_view reference) const {
    if (found.size() == 1) return found.front();
    if (found.empty()) return fail(unknown_node(reference));
    std::vector<std::string> candidates;
    for (const NodeId& id : found) candidates.push_back(id.str() + " ('" + title(id) + "')");
    return fail(Errc::invalid_argument,
                std::to_string(found.size()) + " nodes are called '" + std::string{reference} + "'",
                "use an id: " + join(candidates, ", "));
}

Error Workflow::unknown_node(std::string_view reference) const {
    auto candidates = spellings(graph());
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::string hint = did_you_mean(reference, candidates);
    if (hint.empty() && size() > 0 && size() <= 20) {
        std::vector<std::string> ids;
        for (const NodeId& id : node_ids()) ids.push_back(id.str());
        hint = "the nodes are " + join(ids, ", ");
    }
    return Error{Errc::unknown_node, "there is no node '" + printable(reference, 200) + "'", std::move(hint)};
}

Result<DeclaredOutput> Workflow::declared_output(std::string_view text) const {
    if (const auto whole = matches(text); whole.size() == 1)
        return DeclaredOutput{whole.front().str(), whole.front()};
    for (std::size_t at = text.find_first_of(":,"); at != std::string_view::npos;
         at = text.find_first_of(":,", at + 1)) {
        const auto nodes = matches(text.substr(at + 1));
        if (nodes.size() != 1) continue;
        if (at == 0)
            return fail(Errc::invalid_argument, "the output '" + std::string{text} + "' has an empty alias");
        return DeclaredOutput{std::string{text.substr(0, at)}, nodes.front()};
    }
    const auto separator = text.find_first_of(":,");
    if (separator == std::string_view::npos) return fail(resolve(text).error());
    if (const auto nodes = matches(text.substr(0, separator)); nodes.size() == 1)
        return DeclaredOutput{std::string{text.substr(separator + 1)}, nodes.front()};
    return fail(resolve(text.substr(separator + 1)).error());
}

}  // namespace divan
