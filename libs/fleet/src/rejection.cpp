#include "rejection.hpp"

#include <algorithm>
#include <array>

#include <divan/workflow/resource_name.hpp>
#include <divan/workflow/validate.hpp>

namespace divan {
namespace {

using namespace std::string_view_literals;

struct Complaint {
    NodeId node;
    std::string input, type;
};

// What comfyui-node 1.10.0 takes for a gap of the server; only the first two come from ComfyUI.
constexpr std::array kGaps{"value_not_in_list"sv,  "missing_node_type"sv, "missing_choice"sv,
                           "missing_checkpoint"sv, "node_missing"sv,      "lora_missing"sv,
                           "missing_model"sv,      "missing_file"sv,      "unknown_model"sv,
                           "unknown_checkpoint"sv};

/// The words before the last ": " name node and input; see `protocol::to_error`.
Complaint read_complaint(std::string_view sentence, const Workflow& workflow) {
    Complaint complaint;
    const auto colon = sentence.rfind(": ");
    if (colon == sentence.npos) return complaint;
    complaint.type = sentence.substr(colon + 2);
    for (const NodeId& node : workflow.node_ids())
        if (sentence.starts_with("node " + node.str() + " (")) complaint.node = node;
    const auto open = sentence.rfind(" input '", colon);
    if (open != sentence.npos && colon >= open + 9)
        complaint.input = sentence.substr(open + 8, colon - open - 9);
    return complaint;
}

std::vector<Complaint> complaints_of(const Error& error, const Workflow& workflow) {
    std::vector<Complaint> complaints;
    const std::string_view reason = error.fact("reason");
    if (!reason.empty())
        complaints.push_back(
            {NodeId{std::string{error.fact("node")}}, std::string{error.fact("input")}, std::string{reason}});
    for (const auto& [key, value] : error.context)
        if (key == "problem") complaints.push_back(read_complaint(value, workflow));
    return complaints;
}

/// A file that a loader asks for is checked by the class itself (LoadImage's VALIDATE_INPUTS).
bool is_missing_input_file(const Complaint& complaint, const Workflow& workflow) {
    return complaint.type == "custom_validation_failed" &&
           core_custom_validation(workflow.class_type(complaint.node));
}

bool is_gap(const Complaint& complaint, const Workflow& workflow) {
    return std::ranges::find(kGaps, complaint.type) != kGaps.end() ||
           is_missing_input_file(complaint, workflow);
}

/// A model that is not there is so for all jobs; a picture may be uploaded a minute later.
void note_missing_file(Failure& failure, const Complaint& complaint, const Workflow& workflow) {
    const json::Value* value = workflow.get(complaint.node, complaint.input);
    const auto file = value ? json::text_of(*value) : std::nullopt;
    if (file && is_resource_name(*file))
        failure.missing_files.emplace_back(workflow.class_type(complaint.node), complaint.input,
                                           std::string{*file});
}

/// ComfyUI 0.3.64 (execution.py, `validate_prompt`) has no type of its own for it, and names no node.
std::vector<std::string> classes_said_to_be_missing(const Error& error, const Workflow& workflow) {
    std::vector<std::string> classes;
    const std::string_view type = error.fact("error_type");
    if (type != "invalid_prompt" && type != "missing_node_type") return classes;
    for (const std::string& class_type : needs_of(workflow).classes)
        for (const auto& words :
             {"node " + class_type + " does not exist", "Node '" + class_type + "' not found"})
            if (error.server_text.find(words) != std::string::npos) classes.push_back(class_type);
    return classes;
}

Failure incompatible() {
    Failure failure{FailureKind::server_incompatible};
    failure.counts = false;  // nothing ran; the number of servers bounds it
    return failure;
}

}  // namespace

Failure classify_rejection(const Error& error, const Workflow& workflow) {
    Failure failure = incompatible();
    failure.missing_classes = classes_said_to_be_missing(error, workflow);
    const auto complaints = complaints_of(error, workflow);
    if (complaints.empty()) {
        const bool gap = !failure.missing_classes.empty() || error.fact("error_type") == "missing_node_type";
        return gap ? failure : Failure{FailureKind::workflow_invalid};
    }
    for (const Complaint& complaint : complaints) {
        if (!is_gap(complaint, workflow)) return Failure{FailureKind::workflow_invalid};
        note_missing_file(failure, complaint, workflow);
    }
    return failure;
}

}  // namespace divan
