#include "execution/prompt_worker.hpp"

#include <chrono>

#include <fmt/format.h>

namespace divan::engine {
namespace {

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

PromptWorker::PromptWorker(Parts parts) : parts_{std::move(parts)} {}

PromptWorker::~PromptWorker() { stop(); }

void PromptWorker::start() {
    thread_ = std::thread{[this] {
        while (run_next()) {
        }
    }};
}

void PromptWorker::stop() {
    parts_.queue.stop();
    if (thread_.joinable()) thread_.join();
}

bool PromptWorker::run_next() {
    const auto item = parts_.queue.take();
    if (item && !run_one(*item)) return false;
    act_on_free();
    return !parts_.queue.stopped();
}

/// False when the process this engine plays has ended: nothing runs after that.
bool PromptWorker::run_one(const QueueItem& item) {
    const auto begin = std::chrono::steady_clock::now();
    ++prompts_run_;
    PromptOutcome outcome = parts_.executor.execute(item);
    if (outcome.fate != PromptFate::ended) return outcome.fate != PromptFate::process_gone;
    parts_.queue.finish(item, std::move(outcome));
    // Sent after history is written and only to a client: the one end mark that all endings share.
    if (const auto client = parts_.queue.executing_client())
        parts_.sink.send(
            OutMessage{"executing", json::Object{{"node", nullptr}, {"prompt_id", item.prompt_id}}, client});
    if (parts_.log) parts_.log(fmt::format("Prompt executed in {:.2f} seconds", seconds_since(begin)));
    return true;
}

void PromptWorker::act_on_free() {
    const auto [unload_models, free_memory] = parts_.queue.take_free_request();
    if ((unload_models || free_memory) && parts_.unload_models) parts_.unload_models();
    if (free_memory) parts_.executor.drop_caches();
}

}  // namespace divan::engine
