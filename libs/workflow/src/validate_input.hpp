#pragma once

#include <optional>
#include <string_view>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/python_error.hpp>

/// The checks on one input of a node (ComfyUI 0.3.64, execution.py `validate_inputs`,
/// comfy_execution/validation.py).
namespace divan {

/// Converts a literal in place (`__value__` unwrapped; INT, FLOAT, STRING, BOOLEAN) and checks limits and
/// choices unless `covered` by VALIDATE_INPUTS. The error object when it is bad, an empty optional when it is
/// good; raises where Python would, e.g. comparing a text with a number.
PythonResult<std::optional<json::Object>> check_literal(json::Value& value, const InputSpec& spec,
                                                        bool covered);

/// True when an output of type `received` may feed an input of type `declared`.
bool types_match(const json::Value& received, const json::Value& declared);
json::Object type_mismatch(const InputSpec& spec, const json::Value& received, const json::Value& link);

/// `RETURN_TYPES[slot]` of a class, or what Python raises.
PythonResult<const json::Value*> output_type(const NodeInfo& info, const json::Value& slot);

/// `inputs[name]` where `inputs` may be anything: nullptr when `name not in inputs`, or what Python raises.
PythonResult<json::Value*> look_up(json::Value& inputs, const std::string& name);

}  // namespace divan
