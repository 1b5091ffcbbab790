#include <fmt/format.h>

#include "execution/turn_context.hpp"

namespace divan::engine {
namespace {

tl::unexpected<NodeFailure> unexpected_input(const ClassFacts& facts, const std::string& input) {
    return raise("TypeError", fmt::format("{}.execute() got an unexpected keyword argument '{}'",
                                          facts.node->name, input));
}

}  // namespace

/// Links are replaced by what their source made; a source without a value gives None. Literals that the class
/// does not declare are dropped, links that it does not declare are not (ComfyUI 0.3.64, execution.py
/// `get_input_data`).
void PromptRun::gather_inputs(TurnContext& context) {
    for (const auto& member : graph_.inputs_of(context.id)) {
        const std::string name{member.key()};
        const InputFacts* input = context.facts.input(name);
        if (input && input->hidden) continue;
        const auto link = link_of(member.value());
        if (!link || (input && input->raw_link)) {
            if (input) context.inputs.emplace_back(name, std::vector<Datum>{Datum{member.value()}});
            continue;
        }
        if (!input) context.undeclared.push_back(name);
        const OutputLists* outputs = env_.caches.outputs->get(link->node);
        const bool found = outputs && link->slot < outputs->size();
        if (!found) context.missing.insert(name);
        context.inputs.emplace_back(name, found ? (*outputs)[link->slot] : std::vector<Datum>{Datum{}});
    }
    context.inputs_read = true;
}

/// Only for error messages: nodes ask their host. The two secrets stay out of them.
InputLists PromptRun::hidden_inputs(const TurnContext& context) const {
    InputLists inputs;
    for (const auto& [name, kind] : context.facts.hidden) {
        Datum value;
        if (kind == "PROMPT") value = Datum{json::Value(graph_.prompt())};
        if (kind == "EXTRA_PNGINFO") value = Datum{context.host.extra_pnginfo()};
        if (kind == "UNIQUE_ID") value = Datum{json::Value(context.id)};
        inputs.emplace_back(name, std::vector<Datum>{std::move(value)});
    }
    return inputs;
}

NodeResult<CallResult> PromptRun::run_call(TurnContext& context, std::size_t call) {
    if (auto free = context.host.before_call(); !free) return tl::unexpected{std::move(free).error()};
    CallResult result;
    auto inputs = inputs_of_call(context.inputs, call);
    if (!inputs) return tl::unexpected{std::move(inputs).error()};
    if (const auto* blocker = blocker_in_call(context.inputs, call)) {
        result.blocked = announce_block(context.id, *blocker);
        return result;
    }
    if (!context.undeclared.empty()) return unexpected_input(context.facts, context.undeclared.front());
    auto outputs = context.facts.node->run(*inputs, context.host);
    if (!outputs) return tl::unexpected{std::move(outputs).error()};
    result.outputs = std::move(*outputs);
    return result;
}

NodeResult<CallResult> PromptRun::run_with_lists(TurnContext& context) {
    if (auto free = context.host.before_call(); !free) return tl::unexpected{std::move(free).error()};
    CallResult result;
    if (const auto* blocker = blocker_in_lists(context.inputs)) {
        result.blocked = announce_block(context.id, *blocker);
        return result;
    }
    if (!context.undeclared.empty()) return unexpected_input(context.facts, context.undeclared.front());
    const std::map<std::string, std::vector<Datum>> lists{context.inputs.begin(), context.inputs.end()};
    auto outputs = context.facts.node->run_lists(lists, context.host);
    if (!outputs) return tl::unexpected{std::move(outputs).error()};
    result.outputs = std::move(*outputs);
    return result;
}

}  // namespace divan::engine
