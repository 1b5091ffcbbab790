#include <algorithm>

#include <divan/workflow/workflow.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

template <class Visit>
void each_link_into(const json::Object::value_type& node, Visit visit) {
    const auto* inputs = json::find(node.value(), "inputs");
    const auto* members = inputs ? json::object_of(*inputs) : nullptr;
    if (!members) return;
    for (const auto& input : *members) {
        const auto target = link_target(input.value());
        if (!target) continue;
        const auto slot = json::to_int64((*json::array_of(input.value()))[1]);
        if (slot) visit(Link{NodeId{std::string{*target}}, *slot, id_of(node), std::string{key_of(input)}});
    }
}

}  // namespace

std::optional<std::string_view> link_target(const json::Value& input_value) {
    const auto* pair = json::array_of(input_value);
    if (!pair || pair->size() != 2 || !json::is_number((*pair)[1])) return std::nullopt;
    return json::text_of((*pair)[0]);
}

std::vector<Link> Workflow::links() const {
    std::vector<Link> all;
    for (const auto& member : graph())
        each_link_into(member, [&](Link link) { all.push_back(std::move(link)); });
    return all;
}

std::vector<Link> Workflow::links_into(const NodeId& node) const {
    std::vector<Link> found;
    const auto member = graph().find(node.str());
    if (member != graph().end())
        each_link_into(*member, [&](Link link) { found.push_back(std::move(link)); });
    return found;
}

std::vector<Link> Workflow::links_out_of(const NodeId& node) const {
    auto all = links();
    std::erase_if(all, [&](const Link& link) { return link.from != node; });
    return all;
}

Result<> Workflow::link(const NodeId& from, std::int64_t slot, const NodeId& to, std::string_view input) {
    if (!has(from)) return fail(unknown_node(from.str()));
    json::Array pair;
    pair.emplace_back(from.str());
    pair.emplace_back(slot);
    return set(to, input, std::move(pair));
}

NodeId Workflow::add_node(std::string_view class_type, json::Object inputs, std::string_view title) {
    // One past the size is free unless ids have gaps; then the search goes on upwards.
    std::size_t number = size() + 1;
    while (json::find(graph(), std::to_string(number))) ++number;
    NodeId id{std::to_string(number)};
    const auto added = add_node(id, class_type, std::move(inputs), title);
    return added ? id : NodeId{};
}

Result<> Workflow::add_node(const NodeId& id, std::string_view class_type, json::Object inputs,
                            std::string_view title) {
    if (has(id)) return fail(Errc::invalid_argument, "there is a node '" + id.str() + "' already");
    json::Object node;
    node["class_type"] = class_type;
    node["inputs"] = std::move(inputs);
    if (!title.empty()) node["_meta"].emplace_object()["title"] = title;
    writable()[id.str()] = std::move(node);
    return {};
}

}  // namespace divan
