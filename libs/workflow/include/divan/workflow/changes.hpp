#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/workflow/workflow.hpp>

namespace divan {

/// One difference between two states of a workflow, with the place where it was found.
struct WorkflowChange {
    enum class Kind {
        node_added,
        node_removed,
        class_changed,  ///< `before` and `after` are the classes
        input_set,      ///< a value or link where there was none, or another one
        input_removed,
    };
    Kind kind = Kind::input_set;
    NodeId node;
    std::string class_type, title;  ///< as they are afterwards; for a removed node as they were
    std::string input;              ///< of the two input kinds
    std::optional<json::Value> before, after;
};

/// What was done to a graph between two states of it, e.g. by `set`, slots, seeds, bypassing: first the nodes
/// of `before` in its order, then the added ones. The inputs of an added or removed node are not listed.
/// Values are compared as numbers and texts, not by spelling; titles and other `_meta` are not looked at.
std::vector<WorkflowChange> changes_between(const Workflow& before, const Workflow& after);

/// One line for a log: `6.text (CLIPTextEncode "Positive prompt"): "a dog" -> "a red fox"`. Long values are
/// cut at 120 bytes.
std::string describe(const WorkflowChange& change);

}  // namespace divan
