#include <algorithm>
#include <set>

#include <divan/base/text.hpp>

#include "input_error.hpp"
#include "workflow_graph.hpp"
#include "workflow_plan.hpp"

namespace divan {
namespace {

/// The `inputs` of a node of the graph, or nullptr.
json::Object* inputs_of(json::Value& node) {
    auto* inputs = node.get_object().if_contains("inputs");
    return inputs ? inputs->if_object() : nullptr;
}

/// Links with a slot that is no whole number go, too, though `links` does not list them.
void cut_links(json::Value& node, const std::set<NodeId>& gone) {
    auto* inputs = inputs_of(node);
    if (!inputs) return;
    for (auto input = inputs->begin(); input != inputs->end();) {
        const auto target = link_target(input->value());
        const bool is_cut = target && gone.contains(NodeId{std::string{*target}});
        input = is_cut ? inputs->stable_erase(input) : std::next(input);
    }
}

void redirect_links(json::Value& node, const NodeId& from, const NodeId& to) {
    auto* inputs = inputs_of(node);
    if (!inputs) return;
    for (auto& input : *inputs)
        if (link_target(input.value()) == from.str()) input.value().get_array()[0] = to.str();
}

}  // namespace

Result<Link> Workflow::unlink(const NodeId& node, std::string_view input) {
    if (!has(node)) return fail(unknown_node(node.str()));
    if (!get(node, input)) return fail(unknown_input(node.str(), input, inputs(node)));
    auto into = links_into(node);
    const auto found =
        std::find_if(into.begin(), into.end(), [&](const Link& link) { return link.input == input; });
    if (found == into.end())
        return fail(Errc::invalid_argument,
                    "input '" + printable(input, 200) + "' of node '" + node.str() + "' is not linked");
    auto& members = writable_inputs(node);
    members.stable_erase(members.find(input));
    return std::move(*found);
}

Result<std::vector<Link>> Workflow::move_links(const NodeId& from, std::int64_t slot, const NodeId& to,
                                               std::int64_t new_slot) {
    if (!has(from)) return fail(unknown_node(from.str()));
    if (!has(to)) return fail(unknown_node(to.str()));
    auto moved = links_out_of(from);
    std::erase_if(moved, [&](const Link& link) { return link.slot != slot || link.to == to; });
    for (Link& moving : moved) {
        (void)link(to, new_slot, moving.to, moving.input);  // both nodes exist
        moving.from = to;
        moving.slot = new_slot;
    }
    return moved;
}

Result<std::vector<Link>> Workflow::remove_node(const NodeId& node) { return remove_nodes({node}); }

Result<std::vector<Link>> Workflow::remove_nodes(const std::vector<NodeId>& nodes) {
    if (auto checked = check_nodes(nodes); !checked) return fail(std::move(checked).error());
    const std::set<NodeId> gone(nodes.begin(), nodes.end());
    auto cut = links();
    std::erase_if(cut, [&](const Link& link) { return !gone.contains(link.from) || gone.contains(link.to); });
    json::Object kept;
    for (auto& member : writable()) {
        if (gone.contains(id_of(member))) continue;
        cut_links(member.value(), gone);
        kept.emplace(member.key(), std::move(member.value()));
    }
    writable() = std::move(kept);
    if (plan_) writable_plan().forget(gone);
    return cut;
}

Result<> Workflow::rename_node(const NodeId& node, const NodeId& new_id) {
    if (!has(node)) return fail(unknown_node(node.str()));
    if (new_id == node) return {};
    if (new_id.empty()) return fail(Errc::invalid_argument, "a node's id cannot be empty");
    if (has(new_id))
        return fail(Errc::invalid_argument, "there is a node '" + printable(new_id.str(), 200) + "' already");
    json::Object renamed;
    for (auto& member : writable()) {
        redirect_links(member.value(), node, new_id);
        const auto id = key_of(member) == node.str() ? std::string_view{new_id.str()} : key_of(member);
        renamed.emplace(id, std::move(member.value()));
    }
    writable() = std::move(renamed);
    if (plan_) writable_plan().rename(node, new_id);
    return {};
}

}  // namespace divan
