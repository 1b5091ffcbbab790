#pragma once

#include <string_view>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan {

/// `unknown_input`; the hint names the nearest of `inputs`, which may be null.
Error unknown_input(std::string_view node, std::string_view input, const json::Object* inputs);

}  // namespace divan
