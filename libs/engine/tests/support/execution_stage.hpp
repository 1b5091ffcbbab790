#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "execution/executor.hpp"
#include "execution/prompt_queue.hpp"
#include "execution/prompt_worker.hpp"

namespace divan::engine {

/// Keeps every message. Threads: safe.
class RecordingSink final : public MessageSink {
public:
    void send(OutMessage message) override;
    std::vector<OutMessage> messages() const;
    void clear();
    /// Waits until that many messages of that type have come. False after ten seconds.
    bool wait_for(std::string_view type, std::ptrdiff_t count = 1);

private:
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<OutMessage> messages_;
};

/// Strikes once, at one node and step.
class OneFault final : public ExecutionFaults {
public:
    OneFault(std::string node, int step, Kind kind) : node_{std::move(node)}, step_{step}, kind_{kind} {}
    Action at(std::string_view node_id, std::string_view class_type, int step) override;
    void alter_ui(std::string_view node_id, std::string_view class_type, json::Object& ui) override;

private:
    std::string node_;
    int step_;
    Kind kind_;
};

json::Object parsed(std::string_view json);

/// One prompt for the queue. `outputs` are the nodes that run.
QueueItem prompt_item(const std::string& id, std::string_view prompt, std::vector<std::string> outputs,
                      std::string_view extra_data = R"({"client_id": "me"})", double number = 0);

/// Queue, executor and worker over the test nodes of execution_nodes.hpp, without sockets; `run` works on
/// this thread.
class Stage {
public:
    explicit Stage(ExecutorConfig config = {}, ExecutionFaults* faults = nullptr);

    /// Runs one prompt to its end and returns what its messages tell, in the notation of comfyui-protocol
    /// §2.6: "S(1) S(1) ES EC[] PS X(1) PS OK S(0) XN"; D(id) executed, P progress, B preview, T text, ERR,
    /// INT, BLOCK.
    std::string run(std::string_view prompt, std::vector<std::string> outputs,
                    std::string_view extra_data = R"({"client_id": "me"})");
    std::string story() const;
    /// The data of the last message of that type; empty when there was none.
    json::Object last(std::string_view type) const;
    std::vector<json::Object> all(std::string_view type) const;
    json::Object history() const;  ///< the entry of the last prompt
    int calls(const std::string& class_type) const;

    RecordingSink sink;
    PromptQueue queue{sink};
    NodeRegistry registry;
    Folders folders;
    std::map<std::string, int> counts;  ///< calls by class
    std::vector<std::string> log;
    std::vector<ExecutionFaults::Kind> fatal;
    int unloaded = 0;
    Executor executor;
    PromptWorker worker;

private:
    std::string last_id_;
    int prompts_ = 0;
};

}  // namespace divan::engine
