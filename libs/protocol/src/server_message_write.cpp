#include <divan/json/write.hpp>
#include <divan/protocol/server_message.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using json::Object;
using json::Value;

void add_time(Object& data, std::optional<std::int64_t> timestamp) {
    if (timestamp) data["timestamp"] = *timestamp;
}

Object node_members(const NodeProgress& node, const PromptId& prompt) {
    Object data;
    data["value"] = node.value;
    data["max"] = node.max;
    data["state"] = node.state;
    data["node_id"] = node.node.str();
    data["prompt_id"] = prompt.str();
    data["display_node_id"] = node.display_node.str();
    data["parent_node_id"] = node_or_null(node.parent_node);
    data["real_node_id"] = node.real_node.str();
    return data;
}

// The members stand in the order in which ComfyUI 0.3.64 writes them.
struct Writer {
    Object operator()(const Status& status) const {
        Object info, inner, data;
        info["queue_remaining"] = status.queue_remaining ? Value(*status.queue_remaining) : Value{};
        inner["exec_info"] = std::move(info);
        data["status"] = std::move(inner);
        if (!status.sid.empty()) data["sid"] = status.sid;
        return data;
    }
    Object operator()(const ExecutionStart& start) const {
        Object data;
        data["prompt_id"] = start.prompt.str();
        add_time(data, start.timestamp);
        return data;
    }
    Object operator()(const ExecutionCached& cached) const {
        Object data;
        data["nodes"] = to_array(cached.nodes);
        data["prompt_id"] = cached.prompt.str();
        add_time(data, cached.timestamp);
        return data;
    }
    Object operator()(const Executing& executing) const {
        Object data;
        data["node"] = node_or_null(executing.node);
        if (executing.node && !executing.prompt.empty()) data["display_node"] = executing.display_node.str();
        if (!executing.prompt.empty()) data["prompt_id"] = executing.prompt.str();
        return data;
    }
    Object operator()(const Progress& progress) const {
        Object data;
        data["value"] = progress.value;
        data["max"] = progress.max;
        data["prompt_id"] = progress.prompt.str();
        data["node"] = progress.node.empty() ? Value{} : Value(progress.node.str());
        return data;
    }
    Object operator()(const ProgressState& state) const {
        Object nodes, data;
        for (const NodeProgress& node : state.nodes)
            nodes[node.node.str()] = node_members(node, state.prompt);
        data["prompt_id"] = state.prompt.str();
        data["nodes"] = std::move(nodes);
        return data;
    }
    Object operator()(const Executed& executed) const {
        Object data;
        data["node"] = executed.node.str();
        data["display_node"] = executed.display_node.str();
        data["output"] = executed.output;
        data["prompt_id"] = executed.prompt.str();
        return data;
    }
    Object operator()(const ExecutionSuccess& success) const {
        return (*this)(ExecutionStart{success.prompt, success.timestamp});
    }
    Object operator()(const ExecutionError& error) const {
        Object data;
        data["prompt_id"] = error.prompt.str();
        data["node_id"] = error.node.str();
        data["node_type"] = error.node_type;
        data["executed"] = to_array(error.executed);
        data["exception_message"] = error.exception_message;
        data["exception_type"] = error.exception_type;
        json::Array traceback;
        for (const std::string& line : error.traceback) traceback.emplace_back(line);
        data["traceback"] = std::move(traceback);
        data["current_inputs"] = error.current_inputs;
        data["current_outputs"] = error.current_outputs;
        add_time(data, error.timestamp);
        return data;
    }
    Object operator()(const ExecutionInterrupted& interrupted) const {
        Object data;
        data["prompt_id"] = interrupted.prompt.str();
        data["node_id"] = interrupted.node.str();
        data["node_type"] = interrupted.node_type;
        data["executed"] = to_array(interrupted.executed);
        add_time(data, interrupted.timestamp);
        return data;
    }
    Object operator()(const Logs& logs) const {
        json::Array entries;
        for (const LogEntry& entry : logs.entries) {
            Object line;
            line["t"] = entry.time;
            line["m"] = entry.text;
            entries.emplace_back(std::move(line));
        }
        Object data;
        data["entries"] = std::move(entries);
        data["size"] = logs.size;
        return data;
    }
    Object operator()(const DisplayComponent& component) const {
        Object data;
        data["node_id"] = component.node.str();
        data["component"] = component.component;
        data["props"] = component.props;
        return data;
    }
    Value operator()(const FeatureFlags& features) const { return features.flags; }
    Value operator()(const Notification& notification) const { return notification.data; }
    Value operator()(const Raw& raw) const { return raw.data; }
};

template <class Message>
concept NamesPrompt = requires(const Message& message) { message.prompt; };

}  // namespace

json::Value data_of(const ServerMessage& message) {
    return std::visit([](const auto& kind) -> Value { return Writer{}(kind); }, message);
}

std::string write(const ServerMessage& message) {
    Object document;
    document["type"] = type_of(message);
    document["data"] = data_of(message);
    return json::write_python(std::move(document));
}

const PromptId* prompt_of(const ServerMessage& message) {
    const auto find = [](const auto& kind) -> const PromptId* {
        if constexpr (NamesPrompt<decltype(kind)>) return kind.prompt.empty() ? nullptr : &kind.prompt;
        return nullptr;
    };
    return std::visit(find, message);
}

}  // namespace divan::protocol
