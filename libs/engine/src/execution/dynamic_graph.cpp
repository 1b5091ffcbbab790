#include "execution/dynamic_graph.hpp"

#include <limits>

namespace divan::engine {

std::optional<Link> link_of(const json::Value& value) {
    const json::Array* list = json::array_of(value);
    if (!list || list->size() != 2) return std::nullopt;
    const auto node = json::text_of((*list)[0]);
    const json::Value& slot = (*list)[1];
    if (!node || !(json::is_number(slot) || json::to_bool(slot))) return std::nullopt;
    Link link;
    link.node = std::string{*node};
    // Python's bool is an int, so [id, true] is a link to output 1.
    if (const auto flag = json::to_bool(slot))
        link.slot = *flag ? 1 : 0;
    else
        link.slot = json::to_uint64(slot).value_or(std::numeric_limits<std::size_t>::max());
    return link;
}

const json::Object* DynamicGraph::node(const std::string& id) const {
    if (const auto found = added_.find(id); found != added_.end()) return &found->second.node;
    const json::Value* value = json::find(prompt_, id);
    return value ? json::object_of(*value) : nullptr;
}

json::Object* DynamicGraph::node(const std::string& id) {
    if (const auto found = added_.find(id); found != added_.end()) return &found->second.node;
    json::Value* value = prompt_.if_contains(id);
    return value ? value->if_object() : nullptr;
}

std::string DynamicGraph::class_of(const std::string& id) const {
    const json::Object* found = node(id);
    const json::Value* type = found ? json::find(*found, "class_type") : nullptr;
    return type ? std::string{json::text_of(*type).value_or("")} : std::string{};
}

const json::Object& DynamicGraph::inputs_of(const std::string& id) const {
    static const json::Object kNone;
    const json::Object* found = node(id);
    const json::Value* inputs = found ? json::find(*found, "inputs") : nullptr;
    const json::Object* members = inputs ? json::object_of(*inputs) : nullptr;
    return members ? *members : kNone;
}

void DynamicGraph::add(const std::string& id, json::Object node, const std::string& parent,
                       const std::string& display) {
    Added added;
    added.node = std::move(node);
    added.parent = parent;
    added.display = display;
    added_.insert_or_assign(id, std::move(added));
}

const std::string* DynamicGraph::parent_of(const std::string& id) const {
    const auto found = added_.find(id);
    return found == added_.end() ? nullptr : &found->second.parent;
}

std::string DynamicGraph::display_of(const std::string& id) const {
    std::string shown = id;
    // A node may name itself in `override_display_id`; the count keeps such a circle from turning for ever.
    for (std::size_t steps = 0; steps <= added_.size(); ++steps) {
        const auto found = added_.find(shown);
        if (found == added_.end()) break;
        shown = found->second.display;
    }
    return shown;
}

std::string DynamicGraph::real_of(const std::string& id) const {
    std::string real = id;
    while (const std::string* parent = parent_of(real)) real = std::string{*parent};
    return real;
}

std::vector<std::string> DynamicGraph::prompt_ids() const {
    std::vector<std::string> ids;
    for (const auto& member : prompt_) ids.emplace_back(member.key());
    return ids;
}

}  // namespace divan::engine
