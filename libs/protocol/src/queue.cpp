#include <divan/protocol/queue.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/json/monotonic_resource.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using json::Value;

/// NaN, which ComfyUI 0.3.64 takes as a number, stands last: std::sort needs an order.
double rank(const QueueItem& item) {
    const double number = json::to_double(item.number).value_or(0);
    return std::isnan(number) ? std::numeric_limits<double>::infinity() : number;
}

bool runs_before(const QueueItem& left, const QueueItem& right) {
    const double a = rank(left), b = rank(right);
    return a != b ? a < b : left.id < right.id;  // as Python compares the tuples
}

Result<std::vector<QueueItem>> read_list(const Value& document, std::string_view key, std::string_view body) {
    const Value* member = json::find(document, key);
    const json::Array* list = member ? json::array_of(*member) : nullptr;
    if (!list)
        return fail(Errc::malformed_reply, "the reply to GET /queue has no list '" + std::string{key} + "'",
                    {}, std::string{body.substr(0, 500)});
    std::vector<QueueItem> items;
    for (const Value& tuple : *list) items.push_back(read_queue_item(tuple));
    return items;
}

json::Array to_array(const std::vector<QueueItem>& items) {
    json::Array array;
    for (const QueueItem& item : items) array.emplace_back(to_json(item));
    return array;
}

std::optional<std::size_t> index_of(const std::vector<QueueItem>& items, const PromptId& id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const QueueItem& item) { return item.id == id; });
    if (found == items.end()) return std::nullopt;
    return static_cast<std::size_t>(found - items.begin());
}

}  // namespace

QueueItem read_queue_item(const Value& tuple) {
    QueueItem item;
    const json::Array* fields = json::array_of(tuple);
    if (!fields) return item;
    const auto field = [&](std::size_t index) {
        return index < fields->size() ? json::detached((*fields)[index]) : Value{};
    };
    item.number = field(0);
    item.id = PromptId{id_text(field(1))};
    item.prompt = field(2);
    item.extra_data = field(3);
    item.outputs = nodes_in(field(4));
    return item;
}

Value to_json(const QueueItem& item) {
    json::Array tuple;
    tuple.emplace_back(item.number);
    tuple.emplace_back(item.id.str());
    tuple.emplace_back(item.prompt);
    tuple.emplace_back(item.extra_data);
    tuple.emplace_back(to_array(item.outputs));
    return tuple;
}

Result<Queue> parse_queue(std::string_view body) {
    boost::json::monotonic_resource arena;
    const auto document = read_object(body, "the reply to GET /queue", &arena);
    if (!document) return fail(document.error());
    auto running = read_list(*document, "queue_running", body);
    if (!running) return fail(std::move(running).error());
    auto pending = read_list(*document, "queue_pending", body);
    if (!pending) return fail(std::move(pending).error());
    Queue queue;
    queue.running = std::move(*running);
    queue.pending = std::move(*pending);
    std::stable_sort(queue.pending.begin(), queue.pending.end(), runs_before);
    return queue;
}

Value to_json(const Queue& queue) {
    json::Object document;
    document["queue_running"] = to_array(queue.running);
    document["queue_pending"] = to_array(queue.pending);
    return document;
}

std::optional<QueuePlace> find(const Queue& queue, const PromptId& id) {
    if (index_of(queue.running, id)) return QueuePlace{true, 0};
    if (const auto index = index_of(queue.pending, id))
        return QueuePlace{false, queue.running.size() + *index};
    return std::nullopt;
}

}  // namespace divan::protocol
