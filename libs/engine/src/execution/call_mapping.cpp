#include "execution/call_mapping.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace divan::engine {
namespace {

/// The slots of one call, with a blocker in each when the call was blocked.
OutputLists slots_of(const CallResult& call, const ClassFacts& facts) {
    if (!call.blocked) return call.outputs.slots;
    const std::vector<Datum> blocked{blocking(*call.blocked)};
    return OutputLists(facts.output_is_list.size(), blocked);
}

bool has_result(const CallResult& call) {
    return call.blocked || !call.outputs.slots.empty() || !call.outputs.ui;
}

void append_slot(std::vector<Datum>& merged, const std::vector<Datum>& slot, bool is_list) {
    if (is_list)
        merged.insert(merged.end(), slot.begin(), slot.end());
    else
        merged.push_back(slot.empty() ? Datum{} : slot.front());
}

}  // namespace

Datum blocking(const ExecutionBlocker& blocker) {
    return Datum::of(blocker, "<comfy_execution.graph_utils.ExecutionBlocker object>");
}

std::size_t call_count(const InputLists& inputs) {
    std::size_t longest = 0;
    for (const auto& [name, list] : inputs) longest = std::max(longest, list.size());
    return std::max<std::size_t>(longest, 1);
}

NodeResult<NodeInputs> inputs_of_call(const InputLists& inputs, std::size_t call) {
    const bool all_empty =
        std::all_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.second.empty(); });
    if (all_empty && !inputs.empty())
        return raise("TypeError", fmt::format("missing {} required positional arguments", inputs.size()));
    NodeInputs sliced;
    for (const auto& [name, list] : inputs) {
        if (list.empty()) return raise("IndexError", "list index out of range");
        sliced.set(name, list[std::min(call, list.size() - 1)]);
    }
    return sliced;
}

const ExecutionBlocker* blocker_in_call(const InputLists& inputs, std::size_t call) {
    for (const auto& [name, list] : inputs) {
        if (list.empty()) continue;
        if (const auto* blocker = list[std::min(call, list.size() - 1)].get<ExecutionBlocker>())
            return blocker;
    }
    return nullptr;
}

const ExecutionBlocker* blocker_in_lists(const InputLists& inputs) {
    for (const auto& [name, list] : inputs)
        for (const Datum& datum : list)
            if (const auto* blocker = datum.get<ExecutionBlocker>()) return blocker;
    return nullptr;
}

OutputLists merge_outputs(const std::vector<CallResult>& calls, const ClassFacts& facts) {
    std::vector<OutputLists> results;
    for (const CallResult& call : calls)
        if (has_result(call)) results.push_back(slots_of(call, facts));
    if (results.empty()) return {};
    OutputLists merged(results.front().size());
    for (std::size_t slot = 0; slot < merged.size(); ++slot) {
        const bool is_list = slot < facts.output_is_list.size() && facts.output_is_list[slot];
        for (const OutputLists& result : results)
            append_slot(merged[slot], slot < result.size() ? result[slot] : std::vector<Datum>{}, is_list);
    }
    return merged;
}

NodeResult<std::optional<json::Object>> merge_ui(const std::vector<CallResult>& calls) {
    std::optional<json::Object> merged;
    for (const CallResult& call : calls) {
        if (!call.outputs.ui) continue;
        if (!merged) {
            merged = *call.outputs.ui;
            continue;
        }
        for (auto& member : *merged) {
            const json::Value* more = json::find(*call.outputs.ui, member.key());
            if (!more) return raise("KeyError", fmt::format("'{}'", std::string_view{member.key()}));
            const json::Array* items = json::array_of(*more);
            json::Array* all = member.value().if_array();
            if (items && all) all->insert(all->end(), items->begin(), items->end());
        }
    }
    return merged;
}

}  // namespace divan::engine
