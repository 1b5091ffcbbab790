#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "execution/class_facts.hpp"
#include "execution/datum.hpp"
#include "execution/node.hpp"

namespace divan::engine {

/// What a node made, one list an output; every link carries such a list, normally of length 1.
using OutputLists = std::vector<std::vector<Datum>>;
/// The inputs of a node before they are split into calls, in the order of the prompt.
using InputLists = std::vector<std::pair<std::string, std::vector<Datum>>>;

/// What one call gave: either a blocker, or what the node returned.
struct CallResult {
    std::optional<ExecutionBlocker> blocked;
    NodeOutputs outputs;

    CallResult() = default;
};

/// How often a node is called: once for each element of its longest input, once when it has no inputs at all
/// (ComfyUI 0.3.64, execution.py `_async_map_node_over_list`).
std::size_t call_count(const InputLists& inputs);

/// The inputs of one call; lists that are too short repeat their last element.
/// Errors: IndexError, where a list is empty; TypeError, where all are.
NodeResult<NodeInputs> inputs_of_call(const InputLists& inputs, std::size_t call);

/// The first blocker among the inputs of one call, in the order of the prompt; nullptr when there is none.
const ExecutionBlocker* blocker_in_call(const InputLists& inputs, std::size_t call);
/// The same over whole lists, for nodes that take those.
const ExecutionBlocker* blocker_in_lists(const InputLists& inputs);

/// Puts the calls together, output by output. Calls that gave UI output only do not count.
OutputLists merge_outputs(const std::vector<CallResult>& calls, const ClassFacts& facts);

/// The UI outputs of all calls, concatenated by the keys of the first that has one; nothing when there is
/// none. Errors: KeyError, when a later call lacks such a key.
NodeResult<std::optional<json::Object>> merge_ui(const std::vector<CallResult>& calls);

/// A datum that blocks what consumes it.
Datum blocking(const ExecutionBlocker& blocker);

}  // namespace divan::engine
