#include "additions/asked.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

Refusal bad_query(std::string_view name, std::string_view what) {
    return Refusal{400, "invalid_request", fmt::format("the query '{}' {}", name, what)}.with(
        "query", json::Value(name));
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

Answer<> only_queries(Call& call, std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : call.exchange().query()) {
        if (std::ranges::find(known, std::string_view{name}) != known.end()) continue;
        auto refusal = bad_query(printable(name, 100), "means nothing here");
        const std::vector<std::string> names(known.begin(), known.end());
        if (const std::string hint = did_you_mean(name, names); !hint.empty()) refusal.details["hint"] = hint;
        return refuse(std::move(refusal));
    }
    return {};
}

Answer<std::optional<std::string>> owner_asked(Call& call) {
    const auto owner = call.query("owner");
    const auto all = call.query("all");
    if (all && *all != "true" && *all != "false") return refuse(bad_query("all", "must be true or false"));
    const bool everybody = all == "true";
    if (owner && everybody) return refuse(bad_query("owner", "and 'all' exclude each other"));
    if (owner && owner->empty()) return refuse(bad_query("owner", "is empty"));
    if (!owner && !everybody) return std::optional<std::string>{call.caller.owner};
    if (!call.caller.may(Scope::admin) && owner != call.caller.owner)
        return refuse(403, "forbidden", "only an administrator may look at what others have");
    return everybody ? std::optional<std::string>{} : owner;
}

std::vector<std::string> queries(Call& call, std::string_view name) {
    std::vector<std::string> values;
    for (auto& [key, value] : call.exchange().query())
        if (key == name) values.push_back(std::move(value));
    return values;
}

Answer<std::optional<std::int64_t>> number_asked(Call& call, std::string_view name, std::int64_t low,
                                                 std::int64_t high) {
    const auto text = call.query(name);
    if (!text) return std::optional<std::int64_t>{};
    const auto number = number_in<std::int64_t>(*text);
    if (!number || *number < low || *number > high)
        return refuse(bad_query(name, fmt::format("must be a whole number from {} to {}", low, high)));
    return number;
}

Answer<bool> flag_asked(Call& call, std::string_view name) {
    const auto text = call.query(name);
    if (text && *text != "true" && *text != "false") return refuse(bad_query(name, "must be true or false"));
    return text == "true";
}

Answer<std::optional<std::chrono::milliseconds>> seconds_asked(Call& call, std::string_view name,
                                                               std::chrono::seconds most) {
    const auto text = call.query(name);
    if (!text) return std::optional<std::chrono::milliseconds>{};
    const auto number = number_in<double>(*text);
    if (!number || !(*number >= 0) || *number > static_cast<double>(most.count()))
        return refuse(bad_query(name, fmt::format("must be a number of seconds from 0 to {}", most.count())));
    return std::optional{std::chrono::milliseconds{std::llround(*number * 1'000)}};
}

}  // namespace divan::gateway
