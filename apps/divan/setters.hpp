#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <divan/base/clock.hpp>

#include "settings.hpp"

/// What a key of the configuration file may hold. Each kind of setter takes a function that names the place
/// in the settings, e.g. `text([](Settings& s) -> auto& { return s.client_id; })`.
namespace divan::app {

/// Takes one value of the file; returns what is wrong with it, or an empty text.
using Setter = std::function<std::string(const toml::node&, Settings&)>;

template <class Place>
Setter text(Place place) {
    return [place](const toml::node& node, Settings& settings) -> std::string {
        const auto value = node.value<std::string>();
        if (!value) return "a text is expected";
        place(settings) = *value;
        return {};
    };
}

template <class Place>
Setter texts(Place place) {
    return [place](const toml::node& node, Settings& settings) -> std::string {
        const auto* array = node.as_array();
        if (!array) return "a list of texts is expected";
        std::vector<std::string> values;
        for (const auto& element : *array) {
            const auto value = element.value<std::string>();
            if (!value) return "a list of texts is expected";
            values.push_back(*value);
        }
        place(settings) = std::move(values);
        return {};
    };
}

template <class Place>
Setter flag(Place place) {
    return [place](const toml::node& node, Settings& settings) -> std::string {
        if (!node.is_boolean()) return "true or false is expected";
        place(settings) = *node.value<bool>();
        return {};
    };
}

/// A whole number from `low` to `high`, times `unit`.
template <class Place>
Setter number(Place place, std::int64_t low, std::int64_t high, std::int64_t unit = 1) {
    return [=](const toml::node& node, Settings& settings) -> std::string {
        const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
        if (!value || *value < low || *value > high)
            return "a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
                   " is expected";
        using Number = std::decay_t<decltype(place(settings))>;
        place(settings) = static_cast<Number>(*value * unit);
        return {};
    };
}

/// "90s", "15m", "24h".
template <class Place>
Setter duration(Place place) {
    return [place](const toml::node& node, Settings& settings) -> std::string {
        const auto value = node.value<std::string>();
        if (!value) return "a duration as text is expected, e.g. \"90s\"";
        const auto span = parse_duration(*value);
        if (!span) return span.error().message + " (" + span.error().hint + ")";
        place(settings) = *span;
        return {};
    };
}

/// The same, or "none": without limit. The place is an optional.
template <class Place>
Setter duration_or_none(Place place) {
    return [place](const toml::node& node, Settings& settings) -> std::string {
        if (node.value<std::string>() == std::optional<std::string>{"none"}) {
            place(settings).reset();
            return {};
        }
        return duration(place)(node, settings);
    };
}

}  // namespace divan::app
