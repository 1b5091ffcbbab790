#pragma once

#include <string>

#include <divan/json/value.hpp>

#include "execution/call_mapping.hpp"
#include "execution/node.hpp"

namespace divan::engine {

/// `str(exception)`, a line end, and the tips for an exhausted memory (ComfyUI 0.3.64, execution.py
/// `execute`). A dependency cycle comes without the line end.
std::string exception_message(const NodeFailure& failure);

/// Lines of the form of Python's `traceback.format_tb`. They name the engine and the class: there is no
/// Python file.
json::Array traceback_of(const std::string& class_type, const NodeFailure& failure);

/// `{name: [value, …]}`: numbers, booleans, texts and None as they are, everything else as Python's `str`
/// shows it.
json::Object shown_inputs(const InputLists& inputs);

}  // namespace divan::engine
