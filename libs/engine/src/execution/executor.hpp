#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "execution/execution_faults.hpp"
#include "execution/messages.hpp"
#include "execution/node.hpp"
#include "execution/prompt_queue.hpp"

namespace divan::engine {

struct ExecutorConfig {
    enum class Cache { classic, lru, none };
    Cache cache = Cache::classic;
    std::size_t lru_size = 0;
    bool previews = true;

    ExecutorConfig() = default;
};

/// Runs prompts one after the other with ComfyUI's order, caches and messages (ComfyUI 0.3.64, execution.py
/// and comfy_execution/). It never touches sockets: what clients must see goes to the sink. Threads: one
/// worker thread calls `execute`.
class Executor {
public:
    struct Parts {
        const NodeRegistry& registry;
        const Folders& folders;
        MessageSink& sink;
        PromptQueue& queue;
        ExecutionFaults* faults = nullptr;
        std::function<void(std::string_view line)> log;
        /// What `exit_process` and `restart_empty` do, called on the worker thread; the executor itself only
        /// stops the prompt, without a message. After `exit_process` the worker runs nothing more. For
        /// `restart_empty` the callee calls `PromptQueue::forget` and `Executor::drop_caches`.
        std::function<void(ExecutionFaults::Kind)> on_fatal;
    };
    Executor(Parts parts, ExecutorConfig config);
    ~Executor();

    /// Runs one prompt to its end. When its fate is not `ended`, no terminal message was sent.
    PromptOutcome execute(const QueueItem& item);
    /// On the worker thread only (also from `Parts::on_fatal`: then it happens when the prompt has ended).
    void drop_caches();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace divan::engine
