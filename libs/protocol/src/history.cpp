#include <divan/protocol/history.hpp>

#include <algorithm>

#include <boost/json/monotonic_resource.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using json::Value;

HistoryStatus read_status(const Value& value) {
    HistoryStatus status;
    status.status_str = json::text_or(value, "status_str");
    status.completed = bool_at(value, "completed").value_or(false);
    const Value* messages = json::find(value, "messages");
    const json::Array* list = messages ? json::array_of(*messages) : nullptr;
    if (!list) return status;
    for (const Value& pair : *list) {
        const json::Array* fields = json::array_of(pair);
        const auto type = fields && fields->size() >= 2 ? json::text_of((*fields)[0]) : std::nullopt;
        if (type) status.messages.push_back(make_server_message(*type, (*fields)[1]));
    }
    return status;
}

HistoryEntry read_entry(std::string_view id, const Value& value) {
    HistoryEntry entry;
    entry.id = PromptId{std::string{id}};
    if (const Value* tuple = json::find(value, "prompt")) entry.item = read_queue_item(*tuple);
    if (const Value* outputs = json::find(value, "outputs")) entry.outputs = read_outputs(*outputs);
    if (const Value* status = json::find(value, "status"); status && json::object_of(*status))
        entry.status = read_status(*status);
    entry.meta = value_at(value, "meta");
    return entry;
}

template <class Message>
const Message* last_of(const HistoryEntry& entry) {
    if (!entry.status) return nullptr;
    const Message* found = nullptr;
    for (const ServerMessage& message : entry.status->messages)
        if (const auto* wanted = std::get_if<Message>(&message)) found = wanted;
    return found;
}

std::optional<std::int64_t> time_of(const ServerMessage& message) {
    const auto read = [](const auto& kind) -> std::optional<std::int64_t> {
        if constexpr (requires { kind.timestamp; }) return kind.timestamp;
        return std::nullopt;
    };
    return std::visit(read, message);
}

bool shows_anything(const HistoryEntry& entry) {
    return std::any_of(entry.outputs.begin(), entry.outputs.end(),
                       [](const NodeOutputs& node) { return !node.files.empty() || !node.texts.empty(); });
}

Value to_json(const HistoryStatus& status) {
    json::Array messages;
    for (const ServerMessage& message : status.messages) {
        json::Array pair;
        pair.emplace_back(type_of(message));
        pair.emplace_back(data_of(message));
        messages.emplace_back(std::move(pair));
    }
    json::Object object;
    object["status_str"] = status.status_str;
    object["completed"] = status.completed;
    object["messages"] = std::move(messages);
    return object;
}

}  // namespace

const ExecutionError* error_of(const HistoryEntry& entry) { return last_of<ExecutionError>(entry); }
const ExecutionInterrupted* interruption_of(const HistoryEntry& entry) {
    return last_of<ExecutionInterrupted>(entry);
}

Verdict verdict(const HistoryEntry& entry) {
    if (!entry.status) return shows_anything(entry) ? Verdict::success : Verdict::failed;
    if (interruption_of(entry)) return Verdict::interrupted;
    if (error_of(entry)) return Verdict::failed;
    const bool successful = entry.status->status_str == "success";
    if (last_of<ExecutionSuccess>(entry)) return successful ? Verdict::success : Verdict::failed;
    // Before July 2024 there was neither the success message nor a timestamp in the others.
    const auto timed = [](const ServerMessage& message) { return time_of(message).has_value(); };
    const auto& messages = entry.status->messages;
    const bool old_server = std::none_of(messages.begin(), messages.end(), timed);
    return successful && old_server && entry.status->completed ? Verdict::success : Verdict::failed;
}

std::vector<NodeId> cached_nodes(const HistoryEntry& entry) {
    const auto* cached = last_of<ExecutionCached>(entry);
    return cached ? cached->nodes : std::vector<NodeId>{};
}

std::optional<std::int64_t> execution_time(const HistoryEntry& entry) {
    if (!entry.status || entry.status->messages.empty()) return std::nullopt;
    const auto first = time_of(entry.status->messages.front()), last = time_of(entry.status->messages.back());
    if (!first || !last || *last < *first) return std::nullopt;
    return *last - *first;
}

Result<std::vector<HistoryEntry>> parse_history(std::string_view body) {
    boost::json::monotonic_resource arena;
    const auto document = read_object(body, "the reply to GET /history", &arena);
    if (!document) return fail(document.error());
    std::vector<HistoryEntry> entries;
    for (const auto& member : *json::object_of(*document))
        entries.push_back(read_entry(member.key(), member.value()));
    return entries;
}

Value to_json(const HistoryEntry& entry) {
    json::Object outputs, object;
    for (const NodeOutputs& node : entry.outputs) outputs[node.node.str()] = node.ui;
    object["prompt"] = to_json(entry.item);
    object["outputs"] = std::move(outputs);
    object["status"] = entry.status ? to_json(*entry.status) : Value{};
    object["meta"] = entry.meta;
    return object;
}

Value to_json(const std::vector<HistoryEntry>& entries) {
    json::Object document;
    for (const HistoryEntry& entry : entries) document[entry.id.str()] = to_json(entry);
    return document;
}

}  // namespace divan::protocol
