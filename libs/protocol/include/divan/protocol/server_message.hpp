#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// The text messages that a ComfyUI server sends over its WebSocket: `{"type": …, "data": …}`.
/// Source: ComfyUI 0.3.64, server.py (`send_sync`), execution.py, comfy_execution/progress.py; what a server
/// of that version really sent was recorded. Times are milliseconds since 1970, as the server's clock has it.
namespace divan::protocol {

/// Sent on connect (with `sid`) and at every change of the queue, to everybody.
struct Status {
    std::optional<std::int64_t> queue_remaining;  ///< pending and running together
    std::string sid;                              ///< filled in the first message of a connection only
    bool operator==(const Status&) const = default;
};

struct ExecutionStart {
    PromptId prompt;
    std::optional<std::int64_t> timestamp;
    bool operator==(const ExecutionStart&) const = default;
};

/// The nodes whose results were still known when the prompt began.
struct ExecutionCached {
    PromptId prompt;
    std::vector<NodeId> nodes;
    std::optional<std::int64_t> timestamp;
    bool operator==(const ExecutionCached&) const = default;
};

/// Without `node`: the prompt left the queue, whatever its end (success, error, interruption).
/// Right after a connect the server sends one without `prompt` for the prompt of this client that runs.
struct Executing {
    PromptId prompt;
    std::optional<NodeId> node;
    NodeId display_node;  ///< differs from `node` for a node that an expansion made
    bool operator==(const Executing&) const = default;
};

/// One step of one node. Several bars may follow each other in one node, and a bar may stop short of `max`.
struct Progress {
    PromptId prompt;
    NodeId node;             ///< empty when the server does not know it
    json::Value value, max;  ///< integers or floats, kept as they were spelled
    bool operator==(const Progress&) const = default;
};

struct NodeProgress {
    NodeId node, display_node, real_node;
    std::optional<NodeId> parent_node;
    json::Value value, max;
    std::string state;  ///< "running" or "finished"; a failed node stays "running"
    bool operator==(const NodeProgress&) const = default;
};

/// Every node of the prompt that is not pending, cumulative.
struct ProgressState {
    PromptId prompt;
    std::vector<NodeProgress> nodes;
    bool operator==(const ProgressState&) const = default;
};

/// What an output node shows. `output` is null for a cached node without anything to show.
struct Executed {
    PromptId prompt;
    NodeId node, display_node;
    json::Value output;
    bool operator==(const Executed&) const = default;
};

/// Precedes the entry in the history: an empty history after it means "read again".
struct ExecutionSuccess {
    PromptId prompt;
    std::optional<std::int64_t> timestamp;
    bool operator==(const ExecutionSuccess&) const = default;
};

struct ExecutionError {
    PromptId prompt;
    NodeId node;  ///< of the submitted graph, also when an expanded node failed
    std::string node_type;
    std::vector<NodeId> executed;
    std::string exception_message, exception_type;
    std::vector<std::string> traceback;  ///< holds absolute paths of the server
    json::Value current_inputs, current_outputs;
    std::optional<std::int64_t> timestamp;  ///< absent for an ExecutionBlocker

    /// False for an ExecutionBlocker: other branches go on, and the prompt ends as a success.
    bool ends_the_prompt() const { return timestamp.has_value() && exception_type != "ExecutionBlocked"; }
    bool operator==(const ExecutionError&) const = default;
};

struct ExecutionInterrupted {
    PromptId prompt;
    NodeId node;
    std::string node_type;
    std::vector<NodeId> executed;
    std::optional<std::int64_t> timestamp;
    bool operator==(const ExecutionInterrupted&) const = default;
};

/// The server's answer to ours; members are kept as they came.
struct FeatureFlags {
    json::Value flags;
    bool operator==(const FeatureFlags&) const = default;
};

struct LogEntry {
    std::string time, text;
    bool operator==(const LogEntry&) const = default;
};

struct Logs {
    std::vector<LogEntry> entries;
    json::Value size;  ///< `{"cols": …, "rows": …}` when it changed, else null
    bool operator==(const Logs&) const = default;
};

struct Notification {
    json::Value data;
    bool operator==(const Notification&) const = default;
};

struct DisplayComponent {
    NodeId node;
    std::string component;
    json::Value props;
    bool operator==(const DisplayComponent&) const = default;
};

/// A message of a type that is not listed here (custom nodes send what they like).
struct Raw {
    std::string type;
    json::Value data;
    bool operator==(const Raw&) const = default;
};

using ServerMessage =
    std::variant<Status, ExecutionStart, ExecutionCached, Executing, Progress, ProgressState, Executed,
                 ExecutionSuccess, ExecutionError, ExecutionInterrupted, FeatureFlags, Logs, Notification,
                 DisplayComponent, Raw>;

/// Takes bare NaN, missing members and nulls; members it does not know are dropped, but for `Raw`.
/// Errors: `malformed_reply` when the text is no JSON object with a text `type`.
Result<ServerMessage> parse_server_message(std::string_view text);
/// The same news as a `status` message, polled: the answer to GET /prompt. Errors: `malformed_reply`, also
/// when it tells no `queue_remaining`.
Result<Status> parse_polled_status(std::string_view body);
/// A message whose type and data are known apart (the messages inside a history entry).
ServerMessage make_server_message(std::string_view type, const json::Value& data);

std::string_view type_of(const ServerMessage& message);  ///< "execution_start", …
json::Value data_of(const ServerMessage& message);
/// As ComfyUI writes it: ASCII, ", " and ": ", bare NaN.
std::string write(const ServerMessage& message);

/// The prompt that a message is about; nullptr when it names none.
const PromptId* prompt_of(const ServerMessage& message);

}  // namespace divan::protocol
