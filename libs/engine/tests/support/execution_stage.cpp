#include "support/execution_stage.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include <divan/json/parse.hpp>

#include "support/execution_nodes.hpp"

namespace divan::engine {
namespace {

std::string id_list(const json::Value* list) {
    std::string text;
    for (const auto& id : *json::array_of(*list))
        text += (text.empty() ? "" : ",") + std::string{*json::text_of(id)};
    return "[" + text + "]";
}

std::string executing_word(const json::Object& data) {
    const auto node = json::text_of(*json::find(data, "node"));
    return node ? fmt::format("X({})", *node) : "XN";
}

std::string status_word(const json::Object& data) {
    const json::Value* info = json::find(*json::find(data, "status"), "exec_info");
    return fmt::format("S({})", json::to_int64(*json::find(*info, "queue_remaining")).value());
}

std::string word(const OutMessage& message) {
    static const std::map<std::string, std::string> kPlain{{"execution_start", "ES"},
                                                           {"progress_state", "PS"},
                                                           {"progress", "P"},
                                                           {"execution_success", "OK"},
                                                           {"execution_interrupted", "INT"}};
    if (message.kind == OutMessage::Kind::preview) return "B";
    if (message.kind == OutMessage::Kind::progress_text) return "T";
    if (message.type == "status") return status_word(message.data);
    if (message.type == "execution_cached") return "EC" + id_list(json::find(message.data, "nodes"));
    if (message.type == "executing") return executing_word(message.data);
    if (message.type == "executed") return fmt::format("D({})", json::text_or(message.data, "node"));
    if (message.type == "execution_error") return json::find(message.data, "timestamp") ? "ERR" : "BLOCK";
    return kPlain.at(message.type);
}

}  // namespace

void RecordingSink::send(OutMessage message) {
    const std::scoped_lock lock{mutex_};
    messages_.push_back(std::move(message));
    arrived_.notify_all();
}

std::vector<OutMessage> RecordingSink::messages() const {
    const std::scoped_lock lock{mutex_};
    return messages_;
}

void RecordingSink::clear() {
    const std::scoped_lock lock{mutex_};
    messages_.clear();
}

bool RecordingSink::wait_for(std::string_view type, std::ptrdiff_t count) {
    std::unique_lock lock{mutex_};
    return arrived_.wait_for(lock, std::chrono::seconds{10}, [&] {
        return std::count_if(messages_.begin(), messages_.end(),
                             [&](const auto& one) { return one.type == type; }) >= count;
    });
}

ExecutionFaults::Action OneFault::at(std::string_view node_id, std::string_view, int step) {
    Action action;
    if (node_id != node_ || step != step_) return action;
    action.kind = kind_;
    action.message = "planned";
    node_.clear();
    return action;
}

void OneFault::alter_ui(std::string_view, std::string_view, json::Object& ui) {
    ui.emplace("altered", json::Array{true});
}

json::Object parsed(std::string_view text) {
    const json::Value value = json::parse(text).value();
    return *json::object_of(value);
}

QueueItem prompt_item(const std::string& id, std::string_view prompt, std::vector<std::string> outputs,
                      std::string_view extra_data, double number) {
    QueueItem item;
    item.number = number;
    item.order = number;
    item.prompt_id = id;
    item.prompt = parsed(prompt);
    item.extra_data = parsed(extra_data);
    item.outputs = std::move(outputs);
    return item;
}

Stage::Stage(ExecutorConfig config, ExecutionFaults* faults)
    : executor{Executor::Parts{registry, folders, sink, queue, faults,
                               [this](std::string_view line) { log.emplace_back(line); },
                               [this](ExecutionFaults::Kind kind) { fatal.push_back(kind); }},
               config},
      worker{PromptWorker::Parts{queue, executor, sink, [this] { ++unloaded; }, {}}} {
    add_execution_nodes(registry, counts);
}

std::string Stage::run(std::string_view prompt, std::vector<std::string> outputs,
                       std::string_view extra_data) {
    sink.clear();
    last_id_ = fmt::format("p{}", ++prompts_);
    queue.put(prompt_item(last_id_, prompt, std::move(outputs), extra_data));
    worker.run_next();
    return story();
}

std::string Stage::story() const {
    std::string words;
    for (const OutMessage& message : sink.messages()) words += (words.empty() ? "" : " ") + word(message);
    return words;
}

std::vector<json::Object> Stage::all(std::string_view type) const {
    std::vector<json::Object> found;
    for (const OutMessage& message : sink.messages())
        if (message.type == type) found.push_back(message.data);
    return found;
}

json::Object Stage::last(std::string_view type) const {
    const auto found = all(type);
    return found.empty() ? json::Object{} : found.back();
}

json::Object Stage::history() const {
    const json::Object entry = queue.history_of(last_id_);
    const json::Value* found = json::find(entry, last_id_);
    return found ? *json::object_of(*found) : json::Object{};
}

int Stage::calls(const std::string& class_type) const {
    const auto found = counts.find(class_type);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace divan::engine
