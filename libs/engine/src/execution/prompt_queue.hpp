#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <divan/json/value.hpp>

#include "execution/messages.hpp"

namespace divan::engine {

/// One accepted prompt.
struct QueueItem {
    json::Value number;  ///< as answered: an integer from the counter, a float when the client gave it
    double order = 0;    ///< `number`, for the heap
    std::string prompt_id;
    json::Object prompt;               ///< after coercion
    json::Value extra_data;            ///< object; the two secret keys are still in it
    std::vector<std::string> outputs;  ///< output nodes that will run

    /// The tuple [number, id, prompt, extra_data, outputs] that /queue and /history show, without the two
    /// secret keys. (ComfyUI 0.3.64 shows them in /queue; newer versions do not, and neither do we.)
    json::Array tuple() const;
};

/// What becomes of a prompt that `execute` has returned.
enum class PromptFate {
    ended,         ///< it has an outcome for history
    abandoned,     ///< the server restarts or stops: no history, no message
    process_gone,  ///< the same, and nothing runs after it
};

/// How a prompt ended; goes into history.
struct PromptOutcome {
    json::Object outputs;  ///< node id -> ui
    json::Object meta;     ///< node id -> {node_id, display_node, parent_node, real_node_id}
    bool success = false;
    json::Array messages;  ///< [["execution_start", {...}], ...]
    PromptFate fate = PromptFate::ended;

    PromptOutcome() = default;
};

/// Waiting prompts, the running one, and history (ComfyUI 0.3.64, execution.py `PromptQueue`).
/// Every change of the queue sends a `status` message; it is sent under the queue's lock, so that the counts
/// arrive in order: the sink must not call back. Threads: safe.
class PromptQueue {
public:
    explicit PromptQueue(MessageSink& sink) : sink_{sink} {}

    void put(QueueItem item);
    /// Waits for the next prompt by (order, prompt_id) and marks it running; nothing after `stop`, or when
    /// `wake` was called (so that the worker can act on flags).
    std::optional<QueueItem> take();
    /// Moves the running prompt into history, then sends `status`. Nothing happens when it was forgotten
    /// meanwhile.
    void finish(const QueueItem& item, PromptOutcome outcome);
    void wake();
    void stop();
    bool stopped() const;
    /// Forgets everything, as a restarted server would.
    void forget();

    std::size_t remaining() const;
    json::Object to_json()
        const;     ///< {"queue_running": [...], "queue_pending": [...]}, pending in heap order
    void clear();  ///< of what is pending; one `status`, also when there was nothing
    /// Removes the first pending prompt of that id: one `status`, two when it was the last one. False when
    /// there is none.
    bool remove(const std::string& prompt_id);
    std::optional<std::string> running_id() const;

    /// GET /history with its odd rules for max_items and offset (comfyui-protocol §1.8).
    json::Object history(std::optional<long long> max_items, long long offset = -1) const;
    json::Object history_of(const std::string& prompt_id) const;  ///< {} when unknown
    void clear_history();
    void delete_history(const std::string& prompt_id);

    /// POST /free: acted on by the worker between prompts.
    void request_free(bool unload_models, bool free_memory);
    std::pair<bool, bool> take_free_request();

    /// One flag, cleared at the start of each prompt (comfyui-protocol §1.6).
    std::atomic<bool> interrupt{false};
    /// Sets the flag and wakes a waiting node at once (a flag set directly is noticed within 10 ms).
    void request_interrupt();
    /// Waits for `span`, or until the flag is set or the queue stops. True when one of the two is the case.
    bool wait_for_interrupt(std::chrono::nanoseconds span);
    /// The client of the prompt that runs or ran last, and the node that runs now: what a reconnecting socket
    /// is told.
    std::optional<std::string> executing_client() const;
    std::optional<std::string> executing_node() const;
    void set_executing(std::optional<std::string> client, std::optional<std::string> display_node);

private:
    void send_status();
    std::size_t count() const;

    MessageSink& sink_;
    mutable std::mutex mutex_;
    std::condition_variable changed_, interrupted_;
    std::vector<QueueItem> pending_;  ///< a heap
    std::optional<QueueItem> running_;
    std::vector<std::pair<std::string, json::Object>> history_;  ///< oldest first
    bool stopped_ = false, woken_ = false, unload_models_ = false, free_memory_ = false;
    std::optional<std::string> client_, node_;
};

}  // namespace divan::engine
