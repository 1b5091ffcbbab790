#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>
#include <thread>

#include "execution/executor.hpp"
#include "execution/messages.hpp"
#include "execution/prompt_queue.hpp"

namespace divan::engine {

/// The one thread that runs prompts: takes them from the queue, executes, puts them into history, tells the
/// client that nothing runs any more, and acts on /free in between (ComfyUI 0.3.64, main.py `prompt_worker`).
class PromptWorker {
public:
    struct Parts {
        PromptQueue& queue;
        Executor& executor;
        MessageSink& sink;
        std::function<void()> unload_models;             ///< what POST /free asks for; may be empty
        std::function<void(std::string_view line)> log;  ///< may be empty
    };
    /// Everything in `parts` outlives the worker.
    explicit PromptWorker(Parts parts);
    ~PromptWorker();  ///< as `stop`
    PromptWorker(const PromptWorker&) = delete;
    PromptWorker& operator=(const PromptWorker&) = delete;

    void start();
    /// Stops the queue, ends the running node at its next report or wait, and returns when the thread has
    /// ended. The prompt that ran is dropped without a message and without history, as when a server's
    /// process ends.
    void stop();

    /// Waits for one prompt and brings it to its end, or acts on what else `take` woke up for. What the
    /// thread does, again and again. False when nothing runs any more: the queue stopped, or a fault ended
    /// the process.
    bool run_next();

    /// Prompts that began to execute. Threads: safe.
    std::uint64_t prompts_run() const { return prompts_run_; }

private:
    bool run_one(const QueueItem& item);
    void act_on_free();

    Parts parts_;
    std::atomic<std::uint64_t> prompts_run_{0};
    std::thread thread_;
};

}  // namespace divan::engine
