#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>

/// Foreign texts and numbers as C++ source.
namespace divan::codegen {

/// A literal of plain ASCII; everything else is escaped. Nothing for texts with a NUL, which a literal cuts
/// short.
std::optional<std::string> string_literal(std::string_view text);

/// One line for a comment: no control characters, no line or direction marks, valid UTF-8, no backslash at
/// the end.
std::string comment_text(std::string_view foreign);
/// Words filled into lines of at most `width` bytes (a longer word stands alone).
std::vector<std::string> comment_lines(std::string_view foreign, std::size_t width);

/// What Python's `int` makes of a JSON number, where C++ has an integer for it.
std::optional<std::string> integer_literal(const json::Value& number);
/// An exact double; infinities and NaN too.
std::optional<std::string> float_literal(const json::Value& number);

}  // namespace divan::codegen
