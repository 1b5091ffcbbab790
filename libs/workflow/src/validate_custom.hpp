#pragma once

#include <divan/workflow/validate.hpp>

namespace divan {

/// One node whose VALIDATE_INPUTS is due.
struct CustomCall {
    const std::string& node_id;
    const NodeInfo& info;
    const CustomValidation& custom;
    const json::Value& inputs;           ///< already converted
    const json::Object& received_types;  ///< of the linked inputs
};

bool covers(const CustomValidation* custom, const std::string& input);

/// Calls it as ComfyUI does. The errors, one per argument, all with the same text; or what Python raises.
PythonResult<json::Array> call_custom_validation(const CustomCall& call);

}  // namespace divan
