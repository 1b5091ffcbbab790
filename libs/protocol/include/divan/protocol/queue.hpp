#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// GET /queue. Source: ComfyUI 0.3.64, server.py `get_queue`, execution.py `PromptQueue`.
namespace divan::protocol {

/// The tuple of the queue and of a history entry: [number, prompt_id, prompt, extra_data, outputs].
struct QueueItem {
    json::Value number;  ///< integer or float; low first
    PromptId id;
    json::Value prompt;      ///< as the server will run it: values are coerced
    json::Value extra_data;  ///< 0.3.64 shows comfy.org keys of other people in it: strip before showing
    std::vector<NodeId> outputs;

    QueueItem() = default;
    bool operator==(const QueueItem&) const = default;
};

struct Queue {
    std::vector<QueueItem> running;
    std::vector<QueueItem> pending;  ///< in the order of execution (the server sends heap order)

    Queue() = default;
    bool operator==(const Queue&) const = default;
};

/// Where a prompt stands.
struct QueuePlace {
    bool running = false;
    std::size_t ahead = 0;  ///< prompts that run or wait before it
    bool operator==(const QueuePlace&) const = default;
};

/// Errors: `malformed_reply`, also for a queue without its two lists: "no lists" must not read as "empty".
Result<Queue> parse_queue(std::string_view body);
json::Value to_json(const Queue& queue);

std::optional<QueuePlace> find(const Queue& queue, const PromptId& id);

QueueItem read_queue_item(const json::Value& tuple);
json::Value to_json(const QueueItem& item);

}  // namespace divan::protocol
