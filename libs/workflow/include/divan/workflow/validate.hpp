#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/ids.hpp>
#include <divan/workflow/python_error.hpp>

namespace divan {

/// VALIDATE_INPUTS of one node class.
struct CustomValidation {
    /// Its parameters by name. Limits and choices of these inputs are not checked; a missing one raises
    /// TypeError.
    std::vector<std::string> inputs;
    bool every_input = false;        ///< takes `**kwargs`: covers all inputs
    bool takes_input_types = false;  ///< has a parameter `input_types`: the types of links are left to it
    /// The function as Python names it in errors; empty: "<class>.VALIDATE_INPUTS" (V3:
    /// "<class>.validate_inputs").
    std::string function_name;
    /// Gets the covered inputs that the prompt has (converted; linked ones are null; hidden ones as ComfyUI's
    /// placeholders). Answers true, false, or a text with the reason. Empty: as if it answered true.
    std::function<PythonResult<json::Value>(const json::Object& arguments)> run;

    CustomValidation() = default;
};

/// The VALIDATE_INPUTS of a class, or nullptr. What it points to outlives the validation.
using CustomValidations = std::function<const CustomValidation*(std::string_view class_type)>;

/// Which inputs ComfyUI 0.3.64's own classes cover (LoadImage and its sisters). All of them answer true:
/// whether a file exists only the server knows.
const CustomValidation* core_custom_validation(std::string_view class_type);

struct ValidateOptions {
    /// The member of that name of the request; null when absent. An array or an object is searched for the
    /// node id, a text is searched for it as a part, everything else ends in HTTP 500.
    json::Value partial_execution_targets;
    CustomValidations custom = core_custom_validation;

    ValidateOptions() = default;
};

/// What the server answers to a prompt.
struct PromptVerdict {
    bool accepted = false;  ///< true also when only some of the outputs are good: look into `node_errors`
    int http_status =
        200;            ///< 200, 400, or 500 for shapes that ComfyUI fails on (its body is then plain text)
    json::Value error;  ///< {type, message, details, extra_info}; null when accepted, and for 500
    json::Object node_errors;     ///< node id → {errors, dependent_outputs, class_type}
    std::vector<NodeId> outputs;  ///< good output nodes, in the order of the prompt
    json::Value prompt;  ///< with literals converted and `__value__` unwrapped, as the server queues it

    PromptVerdict() = default;

    /// The body of a 400: {"error": …, "node_errors": …}.
    json::Value error_body() const;
};

/// Judges a prompt as ComfyUI 0.3.64 does (execution.py, `validate_prompt`), to the letter of its messages.
/// Differences: ComfyUI visits outputs and inputs in a random order, this in the order of prompt and
/// declaration; a chain of some 900 nodes exhausts Python's stack, here none does; a plain "*" type matches
/// everything, as ComfyUI's own and most custom ones do (the catalogue does not tell them from a text "*");
/// tracebacks are short. Time: linear in the size of the prompt, but for `dependent_outputs`, which names
/// every failed output at every bad node seen before. Threads: no shared state.
PromptVerdict validate_prompt(const json::Value& prompt, const NodeCatalogue& catalogue,
                              const ValidateOptions& options = {});

/// Judges a whole request body of POST /prompt: `prompt` and `partial_execution_targets` are taken from it,
/// and bodies without a prompt get ComfyUI's answers. `options.partial_execution_targets` is ignored.
PromptVerdict validate_request(const json::Value& body, const NodeCatalogue& catalogue,
                               const ValidateOptions& options = {});

/// What a real server answered, from status and body of its reply; `explain` takes it like one of ours.
PromptVerdict read_verdict(int http_status, const json::Value& body);

}  // namespace divan
