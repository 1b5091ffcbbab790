#include "additions/members.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr double kMostSeconds = 400.0 * 86'400;

}  // namespace

const json::Value* Members::value(std::string_view name) {
    known_.emplace_back(name);
    const json::Value* found = json::find(object_, name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

const json::Object* Members::object(std::string_view name) {
    const json::Value* found = value(name);
    const json::Object* members = found ? json::object_of(*found) : nullptr;
    if (found && !members) wrong(name, "must be an object");
    return members;
}

const json::Array* Members::array(std::string_view name) {
    const json::Value* found = value(name);
    const json::Array* list = found ? json::array_of(*found) : nullptr;
    if (found && !list) wrong(name, "must be a list");
    return list;
}

void Members::text(std::string_view name, std::string& target, std::size_t most) {
    const json::Value* found = value(name);
    if (!found) return;
    const auto text = json::text_of(*found);
    const bool plain = text && std::ranges::none_of(*text, [](char c) {
                           return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
                       });
    if (!text || text->empty() || text->size() > most || !plain)
        return wrong(name, fmt::format("must be a text of 1 to {} bytes, without control characters", most));
    target = std::string{*text};
}

void Members::flag(std::string_view name, bool& target) {
    const json::Value* found = value(name);
    if (!found) return;
    const auto yes = json::to_bool(*found);
    if (!yes) return wrong(name, "must be true or false");
    target = *yes;
}

void Members::number(std::string_view name, int& target, int low, int high) {
    const json::Value* found = value(name);
    if (!found) return;
    const auto number = json::is_number(*found) ? json::to_int64(*found) : std::nullopt;
    if (!number || *number < low || *number > high)
        return wrong(name, fmt::format("must be a whole number from {} to {}", low, high));
    target = static_cast<int>(*number);
}

std::optional<std::chrono::milliseconds> Members::seconds(std::string_view name) {
    const json::Value* found = value(name);
    if (!found) return std::nullopt;
    const auto number = json::is_number(*found) ? json::to_double(*found) : std::nullopt;
    if (!number || !(*number >= 0.001) || *number > kMostSeconds) {
        wrong(name, fmt::format("must be a number of seconds above zero, at most {:.0f}", kMostSeconds));
        return std::nullopt;
    }
    return std::chrono::milliseconds{std::llround(*number * 1'000)};
}

void Members::seconds(std::string_view name, std::chrono::milliseconds& target) {
    if (const auto span = seconds(name)) target = *span;
}

std::optional<Timestamp> Members::time(std::string_view name) {
    const json::Value* found = value(name);
    if (!found) return std::nullopt;
    const auto text = json::text_of(*found);
    const auto time = text ? parse_rfc3339(*text) : std::nullopt;
    if (!time) wrong(name, "must be a time such as \"2026-03-01T10:15:02Z\"");
    return time;
}

void Members::wrong(std::string_view name, std::string_view what) {
    if (problem_) return;
    const std::string place = place_ + std::string{name};
    problem_ = Refusal{422, "invalid_request", fmt::format("'{}' {}", place, what)}.with("member",
                                                                                         json::Value(place));
}

Answer<> Members::finish() {
    for (const auto& member : object_) {
        const std::string name{member.key()};
        if (std::ranges::find(known_, name) != known_.end()) continue;
        const std::string place = place_ + printable(name, 100);
        auto refusal =
            Refusal{400, "invalid_request", fmt::format("the member '{}' means nothing here", place)}.with(
                "member", json::Value(place));
        if (const std::string hint = did_you_mean(name, known_); !hint.empty())
            refusal.details["hint"] = hint;
        return refuse(std::move(refusal));
    }
    if (problem_) return refuse(*problem_);
    return {};
}

}  // namespace divan::gateway
