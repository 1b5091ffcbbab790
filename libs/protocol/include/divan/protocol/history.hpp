#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/outputs.hpp>
#include <divan/protocol/prompt_id.hpp>
#include <divan/protocol/queue.hpp>
#include <divan/protocol/server_message.hpp>

/// GET /history and GET /history/{prompt_id}. An entry is there only once its prompt has ended.
/// Source: ComfyUI 0.3.64, execution.py `PromptQueue.task_done`, main.py `prompt_worker`.
namespace divan::protocol {

struct HistoryStatus {
    std::string status_str;  ///< "success" or "error"; an interruption is "error" too
    bool completed = false;
    std::vector<ServerMessage> messages;  ///< execution_start, execution_cached and the last one
    HistoryStatus() = default;
};

struct HistoryEntry {
    PromptId id;
    QueueItem item;
    std::vector<NodeOutputs> outputs;     ///< 0.3.64: with those of nodes cached from earlier prompts
    std::optional<HistoryStatus> status;  ///< absent (null) on entries of old servers
    json::Value meta;  ///< node id → display node; trust the key, not `meta.node_id` (0.3.64)
    HistoryEntry() = default;
};

/// How a prompt ended.
enum class Verdict { success, failed, interrupted };

/// Success needs all of: `status_str` "success", an `execution_success` message, and neither
/// `execution_error` nor `execution_interrupted` (ComfyUI 0.3.64 calls a cycle found at run time a success).
/// Without a status: success when there are outputs. Servers from before the success message (July 2024):
/// `completed`.
Verdict verdict(const HistoryEntry& entry);

/// The last `execution_error` that ended the prompt, and the interruption; nullptr when there is none.
const ExecutionError* error_of(const HistoryEntry& entry);
const ExecutionInterrupted* interruption_of(const HistoryEntry& entry);
/// The nodes of `execution_cached`.
std::vector<NodeId> cached_nodes(const HistoryEntry& entry);
/// Between `execution_start` and the last message, by the server's clock, in milliseconds.
std::optional<std::int64_t> execution_time(const HistoryEntry& entry);

/// Oldest first, as the server sends them. An empty object is an empty list, for `/history/{id}` too.
/// Errors: `malformed_reply`.
Result<std::vector<HistoryEntry>> parse_history(std::string_view body);
json::Value to_json(const HistoryEntry& entry);                 ///< without its id
json::Value to_json(const std::vector<HistoryEntry>& entries);  ///< the whole reply

}  // namespace divan::protocol
