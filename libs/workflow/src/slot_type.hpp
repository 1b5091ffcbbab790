#pragma once

#include <divan/json/value.hpp>

namespace divan {

/// Types of inputs and outputs, as the catalogue writes them: a text ("IMAGE", "STRING,INT", "*") or a list
/// of choices.

/// "*" and what ComfyUI's later versions write for an input whose type is settled by what is linked to it.
bool is_any_type(const json::Value& type);

/// Letter by letter; lists of choices by content.
bool is_same_type(const json::Value& left, const json::Value& right);

/// Whether an output of one type can feed an input of the other (front end 1.27.10, `isValidConnection`).
bool types_fit(const json::Value& left, const json::Value& right);

}  // namespace divan
