#include <fmt/format.h>

#include <divan/workflow/python_text.hpp>

#include "validate_custom.hpp"
#include "validate_error.hpp"
#include "validate_graph.hpp"
#include "validate_input.hpp"

namespace divan {
namespace {

tl::unexpected<PythonError> raise(PythonError error) { return tl::unexpected<PythonError>{std::move(error)}; }

/// What `prompt[key]` raises when there is no such node.
PythonError no_such_key(const json::Value& key) {
    if (json::array_of(key) || json::object_of(key))
        return {"TypeError", fmt::format("unhashable type: '{}'", python_type_name(key))};
    return {"KeyError", python_repr(key)};
}

}  // namespace

const NodeOutcome& GraphValidator::validate(const std::string& output) {
    if (!outcome_of_.contains(output)) {
        push(output);
        while (!stack_.empty()) run_top();
    }
    return outcomes_[outcome_of_.at(output)];
}

PythonResult<GraphValidator::Frame> GraphValidator::enter(const std::string& id) const {
    auto& node = prompt_.at(id).get_object();
    Frame frame;
    frame.id = id;
    frame.inputs = node.if_contains("inputs");
    if (!frame.inputs) return python_raise("KeyError", "'inputs'");
    const auto class_type = *json::text_of(node.at("class_type"));
    frame.info = catalogue_.find(class_type);
    if (custom_) frame.custom = custom_(class_type);
    return frame;
}

void GraphValidator::push(const std::string& id) {
    auto frame = enter(id);
    on_stack_.insert(id);
    if (frame) return stack_.push_back(std::move(*frame));
    stack_.emplace_back().id = id;
    leave(frame.error());
}

/// Takes the top frame one step further: into a linked node, to its next input, or to its end.
void GraphValidator::run_top() {
    Frame& frame = stack_.back();
    if (frame.next < frame.info->inputs.size()) {
        const auto step = examine(frame, frame.info->inputs[frame.next]);
        if (!step) return leave(step.error());
        if (*step == Step::go_on) ++frame.next;  // otherwise `frame` is no longer the top, and may have moved
        return;
    }
    if (const auto finished = finish(frame); !finished) return leave(finished.error());
    const Frame done = std::move(frame);
    stack_.pop_back();
    on_stack_.erase(done.id);
    record(done.id, done.valid && done.errors.empty(), done.errors);
}

PythonResult<GraphValidator::Step> GraphValidator::examine(Frame& frame, const InputSpec& spec) {
    const auto found = look_up(*frame.inputs, spec.name);
    if (!found) return raise(found.error());
    if (!*found) {
        json::Object extra;
        extra["input_name"] = spec.name;
        if (spec.section == InputSection::required)
            frame.errors.push_back(error_object("required_input_missing", "Required input is missing",
                                                spec.name, std::move(extra)));
        return Step::go_on;
    }
    if (json::array_of(**found)) return examine_link(frame, spec, **found);
    auto problem = check_literal(**found, spec, covers(frame.custom, spec.name));
    if (!problem) return raise(problem.error());
    if (*problem) frame.errors.push_back(std::move(**problem));
    return Step::go_on;
}

PythonResult<GraphValidator::Step> GraphValidator::examine_link(Frame& frame, const InputSpec& spec,
                                                                const json::Value& link) {
    const auto& pair = *json::array_of(link);
    if (pair.size() != 2) {
        frame.errors.push_back(error_object(
            "bad_linked_input", "Bad linked input, must be a length-2 list of [node_id, slot_index]",
            spec.name, about_input(spec, link)));
        return Step::go_on;
    }
    const auto received = linked_type(link);
    if (!received) return raise(received.error());
    frame.received_types[spec.name] = **received;
    const bool types_left_alone = frame.custom && frame.custom->takes_input_types;
    if (!types_left_alone && !types_match(**received, *spec.type)) {
        frame.errors.push_back(type_mismatch(spec, **received, link));
        return Step::go_on;
    }
    const std::string source{*json::text_of(pair[0])};
    if (const auto known = outcome_of_.find(source); known != outcome_of_.end()) {
        if (!outcomes_[known->second].valid) frame.valid = false;
    } else if (on_stack_.contains(source)) {
        frame.valid = false;  // a cycle: ComfyUI runs out of stack, and every node on it fails without a text
    } else {
        push(source);
        return Step::stay_for_linked_node;
    }
    return Step::go_on;
}

/// The type of the output that a link names, or what Python raises on the way there.
PythonResult<const json::Value*> GraphValidator::linked_type(const json::Value& link) const {
    const auto& pair = *json::array_of(link);
    const auto id = json::text_of(pair[0]);
    const auto* node = id ? json::find(prompt_, *id) : nullptr;
    if (!node) return raise(no_such_key(pair[0]));
    return output_type(*catalogue_.find(*json::text_of(*json::find(*node, "class_type"))), pair[1]);
}

PythonResult<bool> GraphValidator::finish(Frame& frame) {
    if (!frame.custom ||
        (frame.custom->inputs.empty() && !frame.custom->every_input && !frame.custom->takes_input_types))
        return true;
    auto errors =
        call_custom_validation({frame.id, *frame.info, *frame.custom, *frame.inputs, frame.received_types});
    if (!errors) return raise(errors.error());
    frame.errors.insert(frame.errors.end(), errors->begin(), errors->end());
    return true;
}

/// Ends the top frame by an exception: the node that links to it reports it, or it stands for an output.
void GraphValidator::leave(const PythonError& raised) {
    const std::string id = std::move(stack_.back().id);
    const PythonError error = raised;
    stack_.pop_back();
    on_stack_.erase(id);
    json::Array errors;
    if (stack_.empty()) {
        errors.push_back(outer_exception(error));
    } else {
        Frame& parent = stack_.back();
        const InputSpec& spec = parent.info->inputs[parent.next];
        errors.push_back(inner_exception(error, spec, **look_up(*parent.inputs, spec.name)));
    }
    record(id, false, std::move(errors));
}

void GraphValidator::record(const std::string& id, bool valid, json::Array errors) {
    NodeOutcome outcome;
    outcome.id = id;
    outcome.valid = valid;
    outcome.errors = std::move(errors);
    outcome_of_.emplace(id, outcomes_.size());
    outcomes_.push_back(std::move(outcome));
}

}  // namespace divan
