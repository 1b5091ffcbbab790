#include <divan/workflow/python_number.hpp>
#include "server/site.hpp"

namespace divan::engine {

namespace {

json::Object prompt_count(const Site& site) {
    return {{"exec_info", json::Object{{"queue_remaining", site.queue.remaining()}}}};
}

/// The ids under "delete". A text counts as its letters, as in Python's `for` over it; nothing when it cannot
/// be walked.
std::optional<std::vector<std::string>> ids_to_delete(const json::Value& value) {
    std::vector<std::string> ids;
    if (const auto* items = json::array_of(value)) {
        for (const auto& item : *items)
            if (const auto id = json::text_of(item)) ids.emplace_back(*id);
        return ids;
    }
    if (const auto* members = json::object_of(value)) {
        for (const auto& [key, ignored] : *members) ids.emplace_back(key);
        return ids;
    }
    if (const auto text = json::text_of(value)) {
        for (const char letter : *text) ids.emplace_back(1, letter);
        return ids;
    }
    return std::nullopt;
}

/// POST /queue and POST /history: `clear` first, then every id under `delete`.
template <class Clear, class Delete>
Answer change(const Request& request, Clear clear, Delete remove) {
    const auto body = request.json();
    if (!body || !json::object_of(*body)) return server_error(request);
    if (is_set(*body, "clear")) clear();
    const json::Value* listed = json::find(*body, "delete");
    if (!listed) return empty_answer();
    const auto ids = ids_to_delete(*listed);
    if (!ids) return server_error(request);
    for (const auto& id : *ids) remove(id);
    return empty_answer();
}

Answer change_queue(Site& site, const Request& request) {
    return change(
        request, [&] { site.queue.clear(); }, [&](const std::string& id) { site.queue.remove(id); });
}

Answer change_history(Site& site, const Request& request) {
    return change(
        request, [&] { site.queue.clear_history(); },
        [&](const std::string& id) { site.queue.delete_history(id); });
}

/// Nothing or broken JSON interrupts whatever runs; so does an object without a true `prompt_id`
/// (comfyui-protocol §1.6).
Answer interrupt(Site& site, const Request& request) {
    const auto body = request.json();
    if (body && !json::object_of(*body)) return server_error(request);
    const bool named = body && is_set(*body, "prompt_id");
    if (named) {
        const auto id = json::text_of(*json::find(*body, "prompt_id"));
        if (!id || site.queue.running_id() != std::string{*id}) return empty_answer();
    }
    site.logs.add(named ? "Interrupting the prompt that was named" : "Global interrupt");
    site.queue.request_interrupt();
    return empty_answer();
}

Answer free_memory(Site& site, const Request& request) {
    const auto body = request.json();
    if (!body || !json::object_of(*body)) return server_error(request);
    const bool unload = is_set(*body, "unload_models"), drop = is_set(*body, "free_memory");
    if (unload || drop) site.queue.request_free(unload, drop);
    return empty_answer();
}

}  // namespace

void add_queue_routes(Router& router, Site& site) {
    router.add("GET", "/prompt", [&site](const Request&) { return json_answer(prompt_count(site)); });
    router.add("GET", "/queue", [&site](const Request&) { return json_answer(site.queue.to_json()); });
    router.add("POST", "/queue", [&site](const Request& request) { return change_queue(site, request); });
    router.add("POST", "/interrupt", [&site](const Request& request) { return interrupt(site, request); });
    router.add("POST", "/free", [&site](const Request& request) { return free_memory(site, request); });
    router.add("POST", "/history", [&site](const Request& request) { return change_history(site, request); });
}

}  // namespace divan::engine
