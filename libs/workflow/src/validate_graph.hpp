#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <divan/workflow/validate.hpp>

namespace divan {

/// What became of one node.
struct NodeOutcome {
    std::string id;
    bool valid = false;
    json::Array errors;  ///< of its own; empty when it fails only because of a node upstream
};

/// Validates nodes and everything they link to, each node once (ComfyUI 0.3.64, execution.py
/// `validate_inputs`). That function calls itself for linked nodes; here the calls are frames of an explicit
/// stack, so that no depth is too deep.
class GraphValidator {
public:
    /// Every node of `prompt` has a class of the catalogue. Literals are converted in place.
    GraphValidator(json::Object& prompt, const NodeCatalogue& catalogue, const CustomValidations& custom)
        : prompt_{prompt}, catalogue_{catalogue}, custom_{custom} {}

    const NodeOutcome& validate(const std::string& output);
    /// In the order in which ComfyUI's table of results would list them.
    const std::vector<NodeOutcome>& outcomes() const { return outcomes_; }

private:
    struct Frame {
        std::string id;
        json::Value* inputs = nullptr;
        const NodeInfo* info = nullptr;
        const CustomValidation* custom = nullptr;
        std::size_t next = 0;  ///< the input under examination
        bool valid = true;
        json::Array errors;
        json::Object received_types;
    };
    /// What an examination asks for next.
    enum class Step { stay_for_linked_node, go_on };

    PythonResult<Frame> enter(const std::string& id) const;
    void push(const std::string& id);
    void run_top();
    PythonResult<Step> examine(Frame& frame, const InputSpec& spec);
    PythonResult<Step> examine_link(Frame& frame, const InputSpec& spec, const json::Value& link);
    PythonResult<bool> finish(Frame& frame);
    PythonResult<const json::Value*> linked_type(const json::Value& link) const;
    void leave(const PythonError& raised);
    void record(const std::string& id, bool valid, json::Array errors);

    json::Object& prompt_;
    const NodeCatalogue& catalogue_;
    const CustomValidations& custom_;
    std::vector<Frame> stack_;
    std::unordered_set<std::string> on_stack_;
    std::vector<NodeOutcome> outcomes_;
    std::unordered_map<std::string, std::size_t> outcome_of_;
};

}  // namespace divan
