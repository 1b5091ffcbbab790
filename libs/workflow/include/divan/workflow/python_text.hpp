#pragma once

#include <string>
#include <string_view>

#include <divan/json/value.hpp>

/// JSON values as Python prints them: ComfyUI's messages are Python texts, and STRING inputs are converted
/// with `str`.
namespace divan {

/// Python 3.11's `repr`: `{'a': [1, 2.0, None, True, nan]}`. Numbers by value: the float `1e2` gives "100.0".
std::string python_repr(const json::Value& value);
/// `repr` of a text: single quotes, unless only they occur in it; what cannot be printed as `\xNN`, `\uNNNN`
/// or
/// `\UNNNNNNNN`.
std::string python_quote(std::string_view text);
/// `str`: a text as it is, everything else as `repr`.
std::string python_str(const json::Value& value);

/// `type(value).__name__`: "str", "int", "float", "bool", "list", "dict" or "NoneType".
std::string_view python_type_name(const json::Value& value);

/// `left == right` in Python: 1 == 1.0 == True, also inside lists and dicts.
bool python_equal(const json::Value& left, const json::Value& right);

}  // namespace divan
