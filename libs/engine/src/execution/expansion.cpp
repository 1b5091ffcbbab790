#include <algorithm>

#include <fmt/format.h>

#include "execution/turn_context.hpp"

namespace divan::engine {
namespace {

/// Gives the local ids of one returned graph their place in the prompt: "<node>.<call>.0.<local>". Ids that
/// already start with "<node>." are taken as they are; links to nodes outside the graph too.
class GraphNames {
public:
    GraphNames(const std::string& node, std::size_t call, const json::Object& graph)
        : node_{node + "."}, prefix_{fmt::format("{}.{}.0.", node, call)}, graph_{graph} {}

    std::string of(std::string_view local) const {
        return std::string{local.starts_with(node_) ? "" : prefix_} + std::string{local};
    }
    json::Value value(const json::Value& value) const {
        const auto link = link_of(value);
        if (!link || !graph_.contains(link->node)) return value;
        json::Array renamed = *json::array_of(value);
        renamed[0] = json::Value(of(link->node));
        return renamed;
    }
    json::Object node(const json::Value& value) const {
        const json::Object* given = json::object_of(value);
        json::Object renamed = given ? *given : json::Object{};
        const json::Value* inputs = json::find(renamed, "inputs");
        const json::Object* members = inputs ? json::object_of(*inputs) : nullptr;
        json::Object linked;
        if (members)
            for (const auto& member : *members) linked.emplace(member.key(), this->value(member.value()));
        renamed.insert_or_assign("inputs", std::move(linked));
        return renamed;
    }

private:
    std::string node_, prefix_;
    const json::Object& graph_;
};

NodeResult<> duplicate(const std::string& id) {
    return raise(
        "execution.DuplicateNodeError",
        fmt::format("Attempt to add duplicate node {}. Ensure node ids are unique and deterministic or use "
                    "graph_utils.GraphBuilder.",
                    id));
}

}  // namespace

NodeResult<> PromptRun::expand(const std::string& id, std::vector<CallResult> calls) {
    const ClassFacts& facts = *env_.classes.find(graph_.class_of(id));
    std::vector<ExpandedCall> expanded;
    std::vector<std::string> added;
    for (std::size_t call = 0; call < calls.size(); ++call) {
        ExpandedCall one;
        if (calls[call].outputs.expand) {
            auto grown = add_graph(id, call, std::move(calls[call].outputs), added);
            if (!grown) return tl::unexpected{std::move(grown).error()};
            one = std::move(*grown);
        } else {
            one.slots = merge_outputs({std::move(calls[call])}, facts);
        }
        expanded.push_back(std::move(one));
    }
    if (auto opened = open_caches(id, added); !opened) return opened;
    expanded_[id] = std::move(expanded);
    return wait_for_graph(id, added);
}

NodeResult<PromptRun::ExpandedCall> PromptRun::add_graph(const std::string& id, std::size_t call,
                                                         NodeOutputs outputs,
                                                         std::vector<std::string>& added) {
    const GraphNames names{id, call, *outputs.expand};
    for (const auto& member : *outputs.expand)
        if (const std::string name = names.of(member.key()); graph_.has(name))
            return tl::unexpected{duplicate(name).error()};
    for (const auto& member : *outputs.expand) {
        json::Object node = names.node(member.value());
        const json::Value* shown = json::find(node, "override_display_id");
        const std::string display{shown ? json::text_of(*shown).value_or(id) : std::string_view{id}};
        added.push_back(names.of(member.key()));
        graph_.add(added.back(), std::move(node), id, display);
        if (!env_.classes.find(graph_.class_of(added.back())))
            return raise("KeyError", fmt::format("'{}'", graph_.class_of(added.back())));
    }
    ExpandedCall expanded;
    expanded.expanded = true;
    expanded.slots = std::move(outputs.slots);
    for (auto& slot : expanded.slots)
        for (Datum& datum : slot)
            if (datum.is_literal()) datum = Datum{names.value(datum.literal())};
    return expanded;
}

NodeResult<> PromptRun::open_caches(const std::string& id, const std::vector<std::string>& added) {
    if (auto opened = env_.caches.outputs->open(id, added); !opened) return opened;
    if (auto opened = env_.caches.ui->open(id, added); !opened) return opened;
    return env_.caches.instances->open(id, added);
}

/// New output nodes run in any case; the others only when an output of the parent links to them.
NodeResult<> PromptRun::wait_for_graph(const std::string& id, const std::vector<std::string>& added) {
    for (const std::string& node : added)
        if (env_.classes.find(graph_.class_of(node))->output_node)
            if (auto pending = order_.add(node); !pending) return pending;
    for (const ExpandedCall& call : expanded_.at(id)) {
        if (!call.expanded) continue;
        for (const auto& slot : call.slots)
            for (const Datum& datum : slot)
                if (const auto link = datum.is_literal() ? link_of(datum.literal()) : std::nullopt)
                    if (auto waits = order_.add_link(link->node, id); !waits) return waits;
    }
    return {};
}

NodeResult<OutputLists> PromptRun::resolve_expansion(const std::string& id, const ClassFacts& facts) {
    std::vector<CallResult> calls;
    for (const ExpandedCall& call : expanded_.at(id)) {
        auto resolved = resolve_call(call, facts);
        if (!resolved) return tl::unexpected{std::move(resolved).error()};
        calls.push_back(std::move(*resolved));
    }
    return merge_outputs(calls, facts);
}

/// Replaces links by what the inner nodes made. As in ComfyUI 0.3.64, an inner list of k elements takes the
/// place of k outputs, unless the output is declared a list itself.
NodeResult<CallResult> PromptRun::resolve_call(const ExpandedCall& call, const ClassFacts& facts) {
    CallResult resolved;
    for (std::size_t slot = 0; slot < call.slots.size(); ++slot) {
        std::vector<Datum> values;
        for (const Datum& datum : call.slots[slot]) {
            const auto link = call.expanded && datum.is_literal() ? link_of(datum.literal()) : std::nullopt;
            if (!link) {
                values.push_back(datum);
                continue;
            }
            const OutputLists* outputs = env_.caches.outputs->get(link->node);
            if (!outputs) return raise("TypeError", "'NoneType' object is not subscriptable");
            if (link->slot >= outputs->size()) return raise("IndexError", "list index out of range");
            const auto& inner = (*outputs)[link->slot];
            values.insert(values.end(), inner.begin(), inner.end());
        }
        if (slot < facts.output_is_list.size() && facts.output_is_list[slot])
            resolved.outputs.slots.push_back(std::move(values));
        else
            for (Datum& value : values) resolved.outputs.slots.push_back({std::move(value)});
    }
    return resolved;
}

}  // namespace divan::engine
