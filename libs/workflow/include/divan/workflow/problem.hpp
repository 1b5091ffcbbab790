#pragma once

#include <string>

#include <divan/workflow/ids.hpp>

namespace divan {

/// One thing that is wrong with a workflow, for programs (`code`) and for people (the rest).
struct Problem {
    std::string code;  ///< stable, e.g. "unknown_link_target"; ComfyUI's own type where the server found it
    NodeId node;       ///< empty when it is about the workflow as a whole
    std::string class_type;  ///< of that node
    std::string title;       ///< of that node
    std::string message;     ///< one sentence
    std::string hint;        ///< what to do next; may be empty
    std::string input;       ///< the one it is about; empty when it is about the node

    bool operator==(const Problem&) const = default;
};

/// "node 3 'KSampler': input 'steps' is 0, but it must be at least 1 — hint: …".
std::string describe(const Problem& problem);

}  // namespace divan
