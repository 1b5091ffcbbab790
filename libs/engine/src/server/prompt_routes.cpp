#include <algorithm>

#include <divan/base/random.hpp>
#include <divan/workflow/python_text.hpp>

#include <divan/workflow/python_number.hpp>
#include "server/poison.hpp"
#include "server/prompt_catalogue.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace {

/// Whether Python could ask `"number" in body` and read the members it finds: a body that is no object only
/// as long as it has none of them.
bool readable(const json::Value& body) {
    const auto is_member = [](const json::Value& item) {
        return json::text_of(item) == "prompt" || json::text_of(item) == "number";
    };
    if (json::object_of(body)) return true;
    if (const auto* items = json::array_of(body)) return std::ranges::none_of(*items, is_member);
    const auto text = json::text_of(body);
    return text && text->find("prompt") == std::string_view::npos &&
           text->find("number") == std::string_view::npos;
}

struct Number {
    json::Value shown;
    double order = 0;
};

/// The counter goes on even for a prompt that is refused later, but not for one that brings its own number.
/// Nothing where Python's `float()` raises.
std::optional<Number> number_of(const json::Value& body, Site& site) {
    Number number;
    if (const json::Value* given = json::find(body, "number")) {
        const auto value = python_float(*given);
        if (!value) return std::nullopt;
        number.shown = *value;
        number.order = json::to_double(*value).value_or(0);
        return number;
    }
    const std::int64_t counted = is_set(body, "front") ? -site.next_number : site.next_number;
    ++site.next_number;
    number.shown = counted;
    number.order = static_cast<double>(counted);
    return number;
}

std::string prompt_id_of(const json::Value& body) {
    const json::Value* given = json::find(body, "prompt_id");
    return given ? python_str(*given) : uuid4();
}

/// `extra_data` with the client's id in it. Nothing where ComfyUI fails at once or dies later: no object, or
/// an id that cannot be a key.
std::optional<json::Object> extra_data_of(const json::Value& body) {
    json::Object extra;
    if (const json::Value* given = json::find(body, "extra_data")) {
        const auto* object = json::object_of(*given);
        if (!object) return std::nullopt;
        extra = *object;
    }
    if (const json::Value* client = json::find(body, "client_id")) extra["client_id"] = *client;
    const json::Value* client = json::find(extra, "client_id");
    if (client && (json::object_of(*client) || json::array_of(*client))) return std::nullopt;
    return extra;
}

/// Two pending prompts of one number and one id: ComfyUI compares the prompts themselves then, and fails.
/// That takes a number of the client's own.
bool clashes(const Site& site, const json::Value& body, const QueueItem& item) {
    if (!json::find(body, "number")) return false;
    const json::Object queue = site.queue.to_json();
    return std::ranges::any_of(
        *json::array_of(*json::find(queue, "queue_pending")), [&](const json::Value& pending) {
            const auto& tuple = *json::array_of(pending);
            return json::text_of(tuple[1]) == item.prompt_id && json::to_double(tuple[0]) == item.order;
        });
}

Answer refuse(Site& site, const PromptVerdict& verdict) {
    site.logs.add("invalid prompt: " + json::text_or(verdict.error, "message"));
    return json_answer(verdict.error_body(), 400);
}

QueueItem item_of(const json::Value& body, Number number, const PromptVerdict& verdict, json::Object extra) {
    QueueItem item;
    item.number = std::move(number.shown);
    item.order = number.order;
    item.prompt_id = prompt_id_of(body);
    item.prompt = *json::object_of(verdict.prompt);
    item.extra_data = std::move(extra);
    for (const NodeId& output : verdict.outputs) item.outputs.push_back(output.str());
    return item;
}

Answer post_prompt(Site& site, const Request& request) {
    site.logs.add("got prompt");
    const auto body = request.json();
    if (!body || !readable(*body)) return server_error(request);
    auto number = number_of(*body, site);
    if (!number) return server_error(request);
    const PromptVerdict verdict = PromptCatalogue{*body, site.registry, site.folders}.judge(*body);
    auto extra = extra_data_of(*body);
    const bool fails_first = !extra && json::find(*body, "prompt") && json::find(*body, "client_id");
    if (verdict.http_status == 500 || fails_first) return server_error(request);
    if (!verdict.accepted) return refuse(site, verdict);
    if (!extra) return server_error(request);
    QueueItem item = item_of(*body, std::move(*number), verdict, std::move(*extra));
    if (is_poison(item.prompt, item.outputs) || clashes(site, *body, item)) return server_error(request);
    json::Object answer{
        {"prompt_id", item.prompt_id}, {"number", item.number}, {"node_errors", verdict.node_errors}};
    site.queue.put(std::move(item));
    return json_answer(answer);
}

}  // namespace

void add_prompt_routes(Router& router, Site& site) {
    router.add("POST", "/prompt", [&site](const Request& request) { return post_prompt(site, request); });
}

}  // namespace divan::engine
