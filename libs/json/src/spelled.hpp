#pragma once

#include <string>
#include <string_view>

#include <divan/json/value.hpp>

/// Numbers whose spelling must survive: a string in Boost's tree that begins with a byte which no text holds.
namespace divan::json {

/// 0xFF occurs in no UTF-8 and no WTF-8 text, and the parser refuses it in strings.
inline constexpr char kSpelledMark = '\xff';

/// The spelling, or an empty view when `value` is no spelled number.
std::string_view spelling_of(const Value& value);

/// True for what JSON calls a number: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
bool is_number_grammar(std::string_view text);

/// As Python's `repr` writes a float; "NaN", "Infinity" and "-Infinity" for the rest.
void append_repr(std::string& out, double value);

/// The tree's value for a number of correct grammar.
Value number_value(std::string_view spelling, boost::json::storage_ptr storage = {});

}  // namespace divan::json
