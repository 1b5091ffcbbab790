#include "execution/is_changed.hpp"

#include <limits>

#include <fmt/format.h>

namespace divan::engine {
namespace {

/// Declared literals; links are None, since no result of this run may decide whether the run is needed.
NodeInputs literal_inputs(const json::Object& inputs, const ClassFacts& facts) {
    NodeInputs literals;
    for (const auto& member : inputs) {
        const InputFacts* input = facts.input(member.key());
        if (input && input->hidden) continue;
        const bool raw = input && input->raw_link;
        if (link_of(member.value()) && !raw)
            literals.set(std::string{member.key()}, Datum{});
        else if (input)
            literals.set(std::string{member.key()}, Datum{member.value()});
    }
    return literals;
}

}  // namespace

json::Value IsChangedValues::get(const std::string& id) {
    if (const auto known = values_.find(id); known != values_.end()) return known->second;
    const ClassFacts* facts = classes_.find(graph_.class_of(id));
    json::Value value = facts && facts->node->is_changed ? ask(id, *facts) : json::Value(false);
    return values_.emplace(id, std::move(value)).first->second;
}

json::Value IsChangedValues::ask(const std::string& id, const ClassFacts& facts) {
    json::Object& node = *graph_.node(id);
    if (const json::Value* given = json::find(node, "is_changed")) return *given;
    json::Value value = std::numeric_limits<double>::quiet_NaN();
    if (auto asked = facts.node->is_changed(literal_inputs(graph_.inputs_of(id), facts), folders_)) {
        json::Array list;
        list.emplace_back(std::move(*asked));
        value = std::move(list);
    } else if (log_) {
        log_(fmt::format("WARNING: {}", asked.error().message));
    }
    node.insert_or_assign("is_changed", value);
    return value;
}

}  // namespace divan::engine
