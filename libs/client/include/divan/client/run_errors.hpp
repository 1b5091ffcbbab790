#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/server_message.hpp>

/// What else a failure says to a program.
namespace divan {

/// How a server refused a prompt, or why it could not be sent.
struct EnqueueDiagnostics {
    int status = 0;           ///< of HTTP; 0: there was no answer
    std::string status_text;  ///< "Bad Request"
    std::string url, method;
    std::optional<json::Value> body;  ///< when it was JSON
    std::string snippet;              ///< its first 500 characters
    std::string reason;               ///< the shortest true answer to "why?"

    EnqueueDiagnostics() = default;
};

/// Of an error of `submit` or of a run. Pure.
EnqueueDiagnostics enqueue_diagnostics(const Error& error);

/// The reason in a refusal's body: ComfyUI's `error.message` and `error.details` with the complaints about
/// nodes, else a text `error`, `message` or `detail`, else the first of `errors`. Empty when there is none.
std::string refusal_reason(const json::Value& body);

/// The code that comfyui-node 1.10.0 has for such a failure: E_WENT_MISSING, E_FAILED_CACHE,
/// E_ENQUEUE_FAILED, E_DISCONNECTED, E_EXECUTION_FAILED, E_CUSTOM_EVENT (a node raised an exception),
/// E_EXECUTION_INTERRUPTED, E_MISSING_NODE or E_WORKFLOW_NOT_SUPPORTED. Empty where it has none.
std::string_view comfyui_node_code(const Error& error);

/// The server's `execution_error` message behind an `execution_failed`: traceback, inputs and all.
std::optional<protocol::ExecutionError> execution_error_of(const Error& error);

}  // namespace divan
