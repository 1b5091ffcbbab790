#include <divan/base/text.hpp>
#include <divan/workflow/cli_value.hpp>
#include <divan/workflow/workflow.hpp>

#include "input_error.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// Walks into objects; what is missing on the way, or is no object, becomes one.
json::Value& descend(json::Value& value, const std::vector<std::string>& members) {
    json::Value* at = &value;
    for (const auto& member : members) {
        if (!at->if_object()) at->emplace_object();
        at = &at->get_object()[member];
    }
    return *at;
}

/// Positions of the dots, the last one first.
std::vector<std::size_t> dots_from_the_end(std::string_view text) {
    std::vector<std::size_t> dots;
    for (std::size_t i = text.size(); i-- > 0;)
        if (text[i] == '.') dots.push_back(i);
    return dots;
}

}  // namespace

const json::Object* Workflow::inputs(const NodeId& node) const {
    const auto* found = json::find(graph(), node.str());
    const auto* members = found ? json::find(*found, "inputs") : nullptr;
    return members ? json::object_of(*members) : nullptr;
}

const json::Value* Workflow::get(const NodeId& node, std::string_view input) const {
    const auto* members = inputs(node);
    return members ? json::find(*members, input) : nullptr;
}

Result<Workflow::Address> Workflow::read_address(std::string_view text, NewInputs new_inputs) const {
    std::string_view ambiguous;
    for (const std::size_t dot : dots_from_the_end(text)) {
        const auto node_text = text.substr(0, dot);
        auto nodes = matches(node_text);
        if (nodes.size() == 1 && dot + 1 < text.size())
            return split_input(std::move(nodes.front()), text.substr(dot + 1));
        if (nodes.size() > 1) ambiguous = node_text;
    }
    if (!ambiguous.empty()) return fail(resolve(ambiguous).error());
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || dot + 1 == text.size())
        return fail(Errc::invalid_argument, "'" + printable(text, 200) + "' names no input",
                    "write node.input, e.g. 6.text or #Positive prompt.text");
    if (new_inputs == NewInputs::allow_nodes && dot > 0 && !text.starts_with('#'))
        return split_input(NodeId{std::string{text.substr(0, dot)}}, text.substr(dot + 1));
    return fail(unknown_node(text.substr(0, dot)));
}

Workflow::Address Workflow::split_input(NodeId node, std::string_view rest) const {
    constexpr std::string_view kInputs = "inputs.";
    if (rest.starts_with(kInputs) && rest.size() > kInputs.size() && !get(node, rest))
        rest.remove_prefix(kInputs.size());
    if (!get(node, rest))
        for (const std::size_t dot : dots_from_the_end(rest)) {
            const auto* outer = get(node, rest.substr(0, dot));
            if (!outer || !json::object_of(*outer) || dot + 1 == rest.size()) continue;
            return Address{std::move(node), std::string{rest.substr(0, dot)},
                           split(rest.substr(dot + 1), '.')};
        }
    return Address{std::move(node), std::string{rest}, {}};
}

Result<const json::Value*> Workflow::present(const Address& address) const {
    const auto* value = get(address.node, address.input);
    for (const auto& member : address.members) value = value ? json::find(*value, member) : nullptr;
    if (!value) return fail(unknown_input(address.node.str(), address.input, inputs(address.node)));
    return value;
}

Result<json::Value> Workflow::get(std::string_view address) const {
    const auto place = read_address(address, NewInputs::refuse);
    if (!place) return fail(place.error());
    const auto value = present(*place);
    if (!value) return fail(value.error());
    return **value;
}

json::Object& Workflow::writable_inputs(const NodeId& node) {
    auto& members = writable()[node.str()];
    if (!members.if_object()) members.emplace_object();  // a node that is not there yet
    auto& inputs = members.get_object()["inputs"];
    return inputs.if_object() ? inputs.get_object() : inputs.emplace_object();
}

Result<> Workflow::set(const NodeId& node, std::string_view input, json::Value value) {
    if (!has(node)) return fail(unknown_node(node.str()));
    writable_inputs(node)[input] = std::move(value);
    return {};
}

Result<> Workflow::check_place(const Address& address, NewInputs new_inputs) const {
    if (new_inputs == NewInputs::refuse)
        if (auto found = present(address); !found) return fail(std::move(found).error());
    return {};
}

Result<> Workflow::check_address(std::string_view address, NewInputs new_inputs) const {
    const auto place = read_address(address, new_inputs);
    return place ? check_place(*place, new_inputs) : fail(place.error());
}

Result<> Workflow::put(const Address& address, json::Value value, NewInputs new_inputs) {
    if (auto checked = check_place(address, new_inputs); !checked) return checked;
    descend(writable_inputs(address.node)[address.input], address.members) = std::move(value);
    return {};
}

Result<> Workflow::set(std::string_view address, json::Value value, NewInputs new_inputs) {
    const auto place = read_address(address, new_inputs);
    if (!place) return fail(place.error());
    return put(*place, std::move(value), new_inputs);
}

Result<> Workflow::set_text(std::string_view address, std::string_view text, NewInputs new_inputs) {
    const auto place = read_address(address, new_inputs);
    if (!place) return fail(place.error());
    const auto now = present(*place);
    auto value = now ? parse_cli_value_like(**now, text) : parse_cli_value(text);
    if (!value) return fail(std::move(value).error().with("input", std::string{address}));
    return put(*place, std::move(*value), new_inputs);
}

std::size_t Workflow::strip_is_changed() {
    std::size_t stripped = 0;
    for (const NodeId& node : node_ids()) {
        if (!json::find(*json::find(graph(), node.str()), "is_changed")) continue;
        auto& members = writable()[node.str()].get_object();
        members.stable_erase(members.find("is_changed"));
        ++stripped;
    }
    return stripped;
}

}  // namespace divan
