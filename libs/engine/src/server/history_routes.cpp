#include <charconv>
#include <optional>

#include <divan/base/text.hpp>

#include "server/site.hpp"

namespace divan::engine {

namespace {

/// Python's `int(text)`: white space around it and a sign are fine.
std::optional<long long> python_int(std::string_view text) {
    text = trim(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Answer history(Site& site, const Request& request) {
    std::optional<long long> most;
    long long offset = -1;
    if (const auto text = request.asked("max_items"))
        if (most = python_int(*text); !most) return server_error(request);
    if (const auto text = request.asked("offset")) {
        const auto number = python_int(*text);
        if (!number) return server_error(request);
        offset = *number;
    }
    return json_answer(site.queue.history(most, offset));
}

}  // namespace

void add_history_routes(Router& router, Site& site) {
    router.add("GET", "/history", [&site](const Request& request) { return history(site, request); });
    router.add("GET", "/history/{prompt_id}", [&site](const Request& request) {
        return json_answer(site.queue.history_of(request.parameter("prompt_id")));
    });
}

}  // namespace divan::engine
