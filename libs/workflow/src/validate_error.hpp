#pragma once

#include <string>
#include <string_view>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/python_error.hpp>

/// ComfyUI's error objects, as its clients read them (0.3.64, execution.py).
namespace divan {

/// {type, message, details, extra_info}.
json::Object error_object(std::string_view type, std::string_view message, std::string_view details,
                          json::Object extra_info = {});

/// `[type, options]`, as errors quote it.
json::Value input_config(const InputSpec& spec);

/// {input_name, input_config}.
json::Object about_input(const InputSpec& spec);
/// {input_name, input_config, received_value}.
json::Object about_input(const InputSpec& spec, const json::Value& received);

/// What the validation of an output node raised.
json::Object outer_exception(const PythonError& raised);
/// What the validation of a linked node raised; `spec` and `link` belong to the node that links to it.
json::Object inner_exception(const PythonError& raised, const InputSpec& spec, const json::Value& link);

}  // namespace divan
