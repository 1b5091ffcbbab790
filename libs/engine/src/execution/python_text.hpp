#pragma once

#include <string>
#include <string_view>

#include <divan/json/value.hpp>

namespace divan::engine {

/// As Python's `repr` spells the value: {'seed': 1, 'on': True, 'name': None}.
std::string python_repr(const json::Value& value);

/// As Python's `str`: a text as it is, everything else as `python_repr`.
std::string python_str(const json::Value& value);

}  // namespace divan::engine
