#include "validate_error.hpp"

namespace divan {
namespace {

/// ComfyUI sends the frames of `traceback.format_tb`; ours is the one that every such error shares.
json::Array traceback() {
    json::Array frames;
    frames.emplace_back("  File \"execution.py\", in validate_inputs\n");
    return frames;
}

}  // namespace

json::Object error_object(std::string_view type, std::string_view message, std::string_view details,
                          json::Object extra_info) {
    json::Object error;
    error["type"] = type;
    error["message"] = message;
    error["details"] = details;
    error["extra_info"] = std::move(extra_info);
    return error;
}

json::Value input_config(const InputSpec& spec) {
    json::Array config;
    config.push_back(*spec.type);
    config.emplace_back(*spec.options);
    return config;
}

json::Object about_input(const InputSpec& spec) {
    json::Object extra;
    extra["input_name"] = spec.name;
    extra["input_config"] = input_config(spec);
    return extra;
}

json::Object about_input(const InputSpec& spec, const json::Value& received) {
    json::Object extra = about_input(spec);
    extra["received_value"] = received;
    return extra;
}

json::Object outer_exception(const PythonError& raised) {
    json::Object extra;
    extra["exception_type"] = raised.type;
    extra["traceback"] = traceback();
    return error_object("exception_during_validation", "Exception when validating node", raised.message,
                        std::move(extra));
}

json::Object inner_exception(const PythonError& raised, const InputSpec& spec, const json::Value& link) {
    json::Object extra = about_input(spec);
    extra["exception_message"] = raised.message;
    extra["exception_type"] = raised.type;
    extra["traceback"] = traceback();
    extra["linked_node"] = link;
    return error_object("exception_during_inner_validation", "Exception when validating inner node",
                        raised.message, std::move(extra));
}

}  // namespace divan
