#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

/// JSON exact enough to hand a foreign document on unchanged: key order is kept, integers are exact from
/// −2^63 to 2^64−1, and a number that no machine type can hold or that is spelled unusually (`1e2`, `1.50`,
/// 30 digits) keeps its spelling.
///
/// The tree is Boost.JSON's. A number with a kept spelling lives in it as a marked string, so code outside
/// this layer asks through the functions below (`text_of`, `is_number`, `to_int64` …) and never through
/// `value.is_string()` and its sisters; a test holds that rule.
namespace divan::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// The text of a string value; nothing for every other kind.
std::optional<std::string_view> text_of(const Value& value);
bool is_text(const Value& value);

bool is_number(const Value& value);
/// True for a number without fraction and exponent, of any size. `1.0` and `1e2` are not: ComfyUI reads them
/// as floats.
bool is_integer(const Value& value);

/// Exact, or nothing: no rounding, no wrap-around, no fractions (`32.0` is 32).
std::optional<std::int64_t> to_int64(const Value& value);
std::optional<std::uint64_t> to_uint64(const Value& value);
/// The nearest double of any number; infinite when the number is too large.
std::optional<double> to_double(const Value& value);
std::optional<bool> to_bool(const Value& value);

/// A number as it was spelled, or as Python's `repr` spells it ("1.0", "1e-05", "NaN"). Empty for other
/// kinds.
std::string number_text(const Value& value);
/// The number with this spelling. Nothing when `spelling` is not a JSON number (NaN and ±Infinity are taken).
std::optional<Value> make_number(std::string_view spelling);

/// A copy on the heap, wherever the value lives: a plain copy stays in the other's arena.
Value detached(const Value& value);

/// The member of that name, or nullptr; also nullptr when `value` is not an object.
const Value* find(const Value& value, std::string_view key);
const Value* find(const Object& object, std::string_view key);

const Object* object_of(const Value& value);  ///< nullptr for every other kind
const Array* array_of(const Value& value);    ///< nullptr for every other kind

/// The text member of that name, or `otherwise`.
std::string text_or(const Value& value, std::string_view key, std::string_view otherwise = {});

/// "object", "array", "string", "number", "boolean" or "null".
std::string_view kind_name(const Value& value);

/// Equal content: numbers by value (1 == 1.0), objects without regard to key order.
bool same_content(const Value& left, const Value& right);

}  // namespace divan::json
