#include <algorithm>
#include <array>
#include <utility>

#include "faults/fault_plan.hpp"

namespace divan::engine {

namespace {

constexpr std::array<std::pair<Effect, std::string_view>, 23> kNames{{
    {Effect::lose, "lose"},
    {Effect::duplicate, "double"},
    {Effect::delay, "delay"},
    {Effect::reorder, "reorder"},
    {Effect::corrupt, "corrupt"},
    {Effect::truncate, "truncate"},
    {Effect::wrong_id, "wrong_id"},
    {Effect::old_id, "old_id"},
    {Effect::cut, "cut"},
    {Effect::status, "status"},
    {Effect::accept_then_status, "accept_then_status"},
    {Effect::reset, "reset"},
    {Effect::accept_then_reset, "accept_then_reset"},
    {Effect::hang, "hang"},
    {Effect::slow, "slow"},
    {Effect::wrong_length, "wrong_length"},
    {Effect::late, "late"},
    {Effect::raise, "raise"},
    {Effect::out_of_memory, "out_of_memory"},
    {Effect::nan, "nan"},
    {Effect::deaf, "deaf"},
    {Effect::exit, "exit"},
    {Effect::restart_empty, "restart_empty"},
}};

std::vector<Effect> own_effects(Place place) {
    using enum Effect;
    switch (place) {
        case Place::message:
            return {lose, duplicate, delay, reorder, corrupt, truncate, wrong_id, old_id, cut};
        case Place::route:
            return {status, accept_then_status, reset,   accept_then_reset, delay,    hang,   slow,
                    cut,    wrong_length,       corrupt, truncate,          wrong_id, old_id, late};
        case Place::node:
            return {hang, raise, out_of_memory, nan};
        case Place::connect:
            break;
    }
    return {deaf, status, reset, delay};
}

/// "GET /view" against "* /view", "GET /history/abc" against "GET /history/*".
bool route_matches(std::string_view pattern, std::string_view what) {
    const auto space = pattern.find(' '), gap = what.find(' ');
    const auto method = pattern.substr(0, space), path = pattern.substr(space + 1);
    if (method != "*" && method != what.substr(0, gap)) return false;
    const auto asked = what.substr(gap + 1);
    return path.ends_with('*') ? asked.starts_with(path.substr(0, path.size() - 1)) : asked == path;
}

}  // namespace

std::string_view name(Effect effect) {
    return std::ranges::find(kNames, effect, &std::pair<Effect, std::string_view>::first)->second;
}

std::string_view name(Place place) {
    constexpr std::array<std::string_view, 4> names{"message", "route", "node", "connect"};
    return names[static_cast<std::size_t>(place)];
}

std::vector<Effect> effects_of(Place place) {
    auto effects = own_effects(place);
    effects.push_back(Effect::exit);
    effects.push_back(Effect::restart_empty);
    return effects;
}

bool selects(const Fault& fault, std::string_view what) {
    if (fault.place == Place::connect || fault.selector == "*") return true;
    return fault.place == Place::route ? route_matches(fault.selector, what) : fault.selector == what;
}

}  // namespace divan::engine
