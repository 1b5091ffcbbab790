#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <divan/json/value.hpp>

namespace divan {

/// A `{{TOKEN}}` in a text.
struct TokenSlot {
    std::size_t begin = 0, end = 0;  ///< bytes of the text, braces included
    std::string token;               ///< upper case
};

std::string to_upper(std::string_view text);  ///< ASCII only

/// The first slot that starts at `from` or later.
std::optional<TokenSlot> next_slot(std::string_view text, std::size_t from = 0);

/// Puts quotes around the slots that stand outside of the strings of a JSON text, so that it can be parsed.
std::string quote_bare_slots(std::string_view json);

/// Calls `visit` with each string value inside of `value`, at any depth, in order; it may put another in its
/// place. Returns false as soon as `visit` does.
bool for_each_text(json::Value& value, const std::function<bool(json::Value& text)>& visit);

/// The first key with a slot in it, at any depth.
std::optional<std::string> key_with_slot(const json::Value& value);

}  // namespace divan
