#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <divan/json/value.hpp>
#include <divan/workflow/python_error.hpp>

/// Python's numbers, as far as ComfyUI's validation shows them: `int()`, `float()`, comparison, printing.
namespace divan {

bool is_python_number(const json::Value& value);  ///< int, float or bool
std::string python_number_text(const json::Value& value);

/// `int(value)`, exact at any size. Digits of other scripts, which Python takes too, are refused.
PythonResult<json::Value> python_int(const json::Value& value);
PythonResult<json::Value> python_float(const json::Value& value);
bool python_truth(const json::Value& value);

/// Exact between integers of any size and floats, as in Python; unordered when one is NaN. Both are numbers.
std::partial_ordering python_compare(const json::Value& left, const json::Value& right);

}  // namespace divan
