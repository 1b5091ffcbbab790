#include <divan/protocol/server_message.hpp>

#include <array>

#include <fmt/format.h>
#include <boost/json/monotonic_resource.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using json::Value;

PromptId prompt_at(const Value& data) { return id_at<PromptId>(data, "prompt_id"); }

/// The `exec_info` stands under `status` in a message, and at the top in the answer to GET /prompt.
Status status_in(const Value& data) {
    Status status;
    const Value* inner = json::find(data, "status");
    const Value* info = json::find(inner ? *inner : data, "exec_info");
    if (info) status.queue_remaining = integer_at(*info, "queue_remaining");
    status.sid = json::text_or(data, "sid");
    return status;
}

ServerMessage read_status(const Value& data) { return status_in(data); }

ServerMessage read_start(const Value& data) {
    return ExecutionStart{prompt_at(data), integer_at(data, "timestamp")};
}

ServerMessage read_cached(const Value& data) {
    return ExecutionCached{prompt_at(data), nodes_at(data, "nodes"), integer_at(data, "timestamp")};
}

ServerMessage read_executing(const Value& data) {
    return Executing{prompt_at(data), optional_node_at(data, "node"), id_at<NodeId>(data, "display_node")};
}

ServerMessage read_progress(const Value& data) {
    return Progress{prompt_at(data), id_at<NodeId>(data, "node"), value_at(data, "value"),
                    value_at(data, "max")};
}

NodeProgress read_node_progress(std::string_view key, const Value& data) {
    NodeProgress node;
    node.node = id_at<NodeId>(data, "node_id");
    if (node.node.empty()) node.node = NodeId{std::string{key}};
    node.display_node = id_at<NodeId>(data, "display_node_id");
    node.real_node = id_at<NodeId>(data, "real_node_id");
    node.parent_node = optional_node_at(data, "parent_node_id");
    node.value = value_at(data, "value");
    node.max = value_at(data, "max");
    node.state = json::text_or(data, "state");
    return node;
}

ServerMessage read_progress_state(const Value& data) {
    ProgressState state{prompt_at(data), {}};
    const Value* nodes = json::find(data, "nodes");
    const json::Object* members = nodes ? json::object_of(*nodes) : nullptr;
    if (!members) return state;
    for (const auto& member : *members)
        state.nodes.push_back(read_node_progress(member.key(), member.value()));
    return state;
}

ServerMessage read_executed(const Value& data) {
    return Executed{prompt_at(data), id_at<NodeId>(data, "node"), id_at<NodeId>(data, "display_node"),
                    value_at(data, "output")};
}

ServerMessage read_success(const Value& data) {
    return ExecutionSuccess{prompt_at(data), integer_at(data, "timestamp")};
}

ServerMessage read_error(const Value& data) {
    ExecutionError error;
    error.prompt = prompt_at(data);
    error.node = id_at<NodeId>(data, "node_id");
    error.node_type = json::text_or(data, "node_type");
    error.executed = nodes_at(data, "executed");
    error.exception_message = json::text_or(data, "exception_message");
    error.exception_type = json::text_or(data, "exception_type");
    error.traceback = texts_at(data, "traceback");
    error.current_inputs = value_at(data, "current_inputs");
    error.current_outputs = value_at(data, "current_outputs");
    error.timestamp = integer_at(data, "timestamp");
    return error;
}

ServerMessage read_interrupted(const Value& data) {
    return ExecutionInterrupted{prompt_at(data), id_at<NodeId>(data, "node_id"),
                                json::text_or(data, "node_type"), nodes_at(data, "executed"),
                                integer_at(data, "timestamp")};
}

ServerMessage read_flags(const Value& data) { return FeatureFlags{json::detached(data)}; }

ServerMessage read_logs(const Value& data) {
    Logs logs;
    const Value* entries = json::find(data, "entries");
    const json::Array* list = entries ? json::array_of(*entries) : nullptr;
    if (list)
        for (const Value& entry : *list)
            logs.entries.push_back({json::text_or(entry, "t"), json::text_or(entry, "m")});
    logs.size = value_at(data, "size");
    return logs;
}

ServerMessage read_notification(const Value& data) { return Notification{json::detached(data)}; }

ServerMessage read_component(const Value& data) {
    return DisplayComponent{id_at<NodeId>(data, "node_id"), json::text_or(data, "component"),
                            value_at(data, "props")};
}

struct Reader {
    std::string_view type;
    ServerMessage (*read)(const Value& data);
};

constexpr std::array kReaders{
    Reader{"status", read_status},
    Reader{"execution_start", read_start},
    Reader{"execution_cached", read_cached},
    Reader{"executing", read_executing},
    Reader{"progress", read_progress},
    Reader{"progress_state", read_progress_state},
    Reader{"executed", read_executed},
    Reader{"execution_success", read_success},
    Reader{"execution_error", read_error},
    Reader{"execution_interrupted", read_interrupted},
    Reader{"feature_flags", read_flags},
    Reader{"logs", read_logs},
    Reader{"notification", read_notification},
    Reader{"display_component", read_component},
};

}  // namespace

ServerMessage make_server_message(std::string_view type, const Value& data) {
    for (const Reader& reader : kReaders)
        if (reader.type == type) return reader.read(data);
    return Raw{std::string{type}, json::detached(data)};
}

Result<ServerMessage> parse_server_message(std::string_view text) {
    std::array<unsigned char, 4096> space;
    boost::json::monotonic_resource arena{space.data(), space.size()};
    const auto document = read_object(text, "a message of the server", &arena);
    if (!document) return fail(document.error());
    const Value* type = json::find(*document, "type");
    const auto name = type ? json::text_of(*type) : std::nullopt;
    if (!name)
        return fail(Errc::malformed_reply, "a message of the server has no type", {},
                    std::string{text.substr(0, 500)});
    const Value* data = json::find(*document, "data");
    return make_server_message(*name, data ? *data : Value{});
}

Result<Status> parse_polled_status(std::string_view body) {
    const auto document = read_object(body, "the reply to GET /prompt");
    if (!document) return fail(document.error());
    Status status = status_in(*document);
    if (status.queue_remaining) return status;
    return fail(Errc::malformed_reply, "the reply to GET /prompt tells no queue_remaining");
}

std::string_view type_of(const ServerMessage& message) {
    if (const auto* raw = std::get_if<Raw>(&message)) return raw->type;
    return kReaders.at(message.index()).type;  // the table stands in the order of the variant
}

}  // namespace divan::protocol
