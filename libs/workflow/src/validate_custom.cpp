#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <divan/workflow/python_text.hpp>
#include <divan/workflow/workflow.hpp>

#include "validate_custom.hpp"
#include "validate_error.hpp"

namespace divan {
namespace {

CustomValidation over(std::vector<std::string> inputs, std::string function_name = {}) {
    CustomValidation validation;
    validation.inputs = std::move(inputs);
    validation.function_name = std::move(function_name);
    return validation;
}

bool is_raw_link(const InputSpec* spec) {
    const auto* raw = spec ? spec->option("rawLink") : nullptr;
    return raw && json::to_bool(*raw).value_or(false);
}

/// What a V1 class gets for its hidden inputs while nothing runs yet.
std::optional<json::Value> hidden_placeholder(const json::Value& kind, const std::string& node_id) {
    const auto name = json::text_of(kind);
    if (name == "PROMPT") return json::Value(json::Object{});
    if (name == "UNIQUE_ID") return json::Value(node_id);
    if (name == "DYNPROMPT" || name == "EXTRA_PNGINFO" || name == "AUTH_TOKEN_COMFY_ORG" ||
        name == "API_KEY_COMFY_ORG")
        return json::Value(nullptr);
    return std::nullopt;
}

class ArgumentReader {
public:
    explicit ArgumentReader(const CustomCall& call) : call_{call} {}

    json::Object read(const json::Object& inputs) {
        for (const auto& member : inputs)
            one_input({member.key().data(), member.key().size()}, member.value());
        if (!call_.info.v3) hidden_inputs();
        if (call_.custom.takes_input_types) arguments_["input_types"] = call_.received_types;
        return std::move(arguments_);
    }

private:
    void one_input(const std::string& name, const json::Value& value) {
        if (!covers(&call_.custom, name)) return;
        const auto* spec = call_.info.input(name);
        const auto* hidden = call_.info.hidden();
        if (link_target(value) && !is_raw_link(spec))
            arguments_[name] = nullptr;
        else if (spec || (hidden && hidden->contains(name)))
            arguments_[name] = value;
    }

    void hidden_inputs() {
        const auto* hidden = call_.info.hidden();
        if (!hidden) return;
        for (const auto& member : *hidden) {
            const std::string name{member.key().data(), member.key().size()};
            auto value = hidden_placeholder(member.value(), call_.node_id);
            if (value && covers(&call_.custom, name)) arguments_[name] = std::move(*value);
        }
    }

    const CustomCall& call_;
    json::Object arguments_;
};

/// "'a'", "'a' and 'b'", "'a', 'b', and 'c'".
std::string quoted_list(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        text += '\'' + names[i] + '\'';
    }
    return text;
}

std::string function_name(const CustomCall& call) {
    if (!call.custom.function_name.empty()) return call.custom.function_name;
    return call.info.class_type + (call.info.v3 ? ".validate_inputs" : ".VALIDATE_INPUTS");
}

PythonResult<bool> check_arguments(const CustomCall& call, const json::Object& arguments) {
    std::vector<std::string> missing;
    for (const auto& name : call.custom.inputs)
        if (!json::find(arguments, name)) missing.push_back(name);
    if (missing.empty()) return true;
    return python_raise("TypeError",
                        fmt::format("{}() missing {} required positional argument{}: {}", function_name(call),
                                    missing.size(), missing.size() == 1 ? "" : "s", quoted_list(missing)));
}

json::Array refusals(const json::Object& arguments, const json::Value& answer) {
    json::Array errors;
    for (const auto& member : arguments) {
        std::string details{member.key().data(), member.key().size()};
        json::Object extra;
        extra["input_name"] = details;
        if (json::to_bool(answer) != false) details += " - " + python_str(answer);
        errors.push_back(error_object("custom_validation_failed", "Custom validation failed for node",
                                      details, std::move(extra)));
    }
    return errors;
}

/// Python's walk over `inputs` and `inputs[key]`: an empty list or text has no entries, everything else must
/// be a dict.
PythonResult<const json::Object*> entries(const json::Value& inputs) {
    static const json::Object kNone;
    if (const auto* members = json::object_of(inputs)) return members;
    const auto* items = json::array_of(inputs);
    if ((items && items->empty()) || json::text_of(inputs) == "") return &kNone;
    if (items)
        return python_raise("TypeError", fmt::format("list indices must be integers or slices, not {}",
                                                     python_type_name(items->front())));
    if (json::is_text(inputs)) return python_raise("TypeError", "string indices must be integers, not 'str'");
    return python_raise("TypeError", fmt::format("'{}' object is not iterable", python_type_name(inputs)));
}

}  // namespace

bool covers(const CustomValidation* custom, const std::string& input) {
    return custom && (custom->every_input ||
                      std::find(custom->inputs.begin(), custom->inputs.end(), input) != custom->inputs.end());
}

PythonResult<json::Array> call_custom_validation(const CustomCall& call) {
    const auto inputs = entries(call.inputs);
    if (!inputs) return tl::unexpected<PythonError>{inputs.error()};
    const json::Object arguments = ArgumentReader{call}.read(**inputs);
    if (const auto complete = check_arguments(call, arguments); !complete)
        return tl::unexpected<PythonError>{complete.error()};
    if (!call.custom.run) return json::Array{};
    const auto answer = call.custom.run(arguments);
    if (!answer) return tl::unexpected<PythonError>{answer.error()};
    return json::to_bool(*answer) == true ? json::Array{} : refusals(arguments, *answer);
}

const CustomValidation* core_custom_validation(std::string_view class_type) {
    // Two classes inherit the function of LoadImage, and Python calls it by that name.
    static const std::map<std::string_view, CustomValidation> kCore = {
        {"LoadImage", over({"image"})},
        {"LoadImageMask", over({"image"})},
        {"LoadImageOutput", over({"image"}, "LoadImage.VALIDATE_INPUTS")},
        {"WebcamCapture", over({"image"}, "LoadImage.VALIDATE_INPUTS")},
        {"LoadLatent", over({"latent"})},
        {"LoadAudio", over({"audio"})},
        {"LoadVideo", over({"file"})},
        {"FluxProUltraImageNode", over({"aspect_ratio"})}};
    const auto found = kCore.find(class_type);
    return found == kCore.end() ? nullptr : &found->second;
}

}  // namespace divan
