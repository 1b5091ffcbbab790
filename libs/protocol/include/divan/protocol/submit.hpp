#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// POST /prompt. Source: ComfyUI 0.3.64, server.py `post_prompt`, execution.py `validate_prompt`.
namespace divan::protocol {

/// The body. Never holds `null` where ComfyUI 0.3.64 would stumble over it (`extra_data`, `number`).
struct SubmitRequest {
    std::string graph;             ///< the workflow in the API format, as JSON text; sent as it is
    ClientId client;               ///< whose socket gets the messages; empty: nobody's
    PromptId prompt_id;            ///< empty: the server draws one
    json::Object extra_data;       ///< e.g. `extra_pnginfo`, `api_key_comfy_org`
    std::optional<double> number;  ///< explicit place in the queue, low first
    bool front = false;            ///< before everything that waits; only without `number`
    std::vector<NodeId> targets;   ///< `partial_execution_targets`; empty: every output node

    SubmitRequest() = default;
    explicit SubmitRequest(std::string workflow) : graph{std::move(workflow)} {}
};

std::string write(const SubmitRequest& request);

/// One complaint about one input or node.
struct NodeProblem {
    std::string type, message, details;
    std::string input;  ///< `extra_info.input_name`; empty when the problem is not about an input
    json::Value extra_info;
    bool operator==(const NodeProblem&) const = default;
};

struct NodeErrors {
    NodeId node;
    std::string class_type;
    std::vector<NodeProblem> problems;
    std::vector<NodeId> dependent_outputs;  ///< over-approximates (0.3.64)
    bool operator==(const NodeErrors&) const = default;
};

/// 200. With `node_errors` the server accepted some outputs and dropped the others without a word: treat it
/// as a rejection, or decide knowingly.
struct SubmitReply {
    PromptId prompt;
    json::Value number;  ///< an integer from the server's counter, else the float that was asked for
    std::vector<NodeErrors> node_errors;

    SubmitReply() = default;
};

/// 400. `node_errors` may be empty (a missing class; 0.3.64: also a cycle).
struct Rejection {
    std::string type, message, details;
    json::Value extra_info;
    std::vector<NodeErrors> node_errors;

    Rejection() = default;
    bool operator==(const Rejection&) const = default;
};

/// Errors: `malformed_reply`.
Result<SubmitReply> parse_submit_reply(std::string_view body);
/// Takes the forms of ComfyUI 0.3.64 and of the main branch of 2026 (`missing_node_type`,
/// `dependency_cycle`), and
/// `{"error": "text"}`. Errors: `malformed_reply`.
Result<Rejection> parse_rejection(std::string_view body);

json::Value to_json(const std::vector<NodeErrors>& errors);
json::Value to_json(const Rejection& rejection);

/// `prompt_rejected`; the message names the first node with its class and input, the facts are `node`,
/// `node_class`, `input`, `reason` and `problems` (how many); each further one is
/// a fact `problem`: "node 5 (KSampler) input 'steps': value_smaller_than_min" (the first 19 of them).
Error to_error(const Rejection& rejection);
/// The same for an acceptance that dropped outputs.
Error to_error(const SubmitReply& partly_accepted);

}  // namespace divan::protocol
