#pragma once

#include <optional>

#include <divan/json/value.hpp>

namespace divan::engine {

/// Python's truth of a value: false for null, false, zero, and empty texts, arrays and objects.
bool truthy(const json::Value& value);
inline bool truthy(const json::Value* value) { return value && truthy(*value); }

/// Python's `float(value)`: numbers, booleans, and texts such as " 1e3 ", "nan", "-Infinity". Nothing where
/// Python raises.
std::optional<double> python_float(const json::Value& value);

}  // namespace divan::engine
