#include "nodes/info/node_info.hpp"

#include <cstdint>

namespace divan::engine {

namespace {

json::Array array_of_texts(const Choices& choices) {
    json::Array array;
    for (const std::string& choice : choices) array.emplace_back(choice);
    return array;
}

json::Array keys_of(const json::Object& object) {
    json::Array keys;
    for (const auto& member : object) keys.emplace_back(member.key());
    return keys;
}

json::Value tooltip_or_null(std::string_view tooltip) {
    return tooltip.empty() ? json::Value(nullptr) : json::Value(tooltip);
}

}  // namespace

InputSpec InputSpec::with(std::string_view option, json::Value value) && {
    options_.insert_or_assign(option, std::move(value));
    return std::move(*this);
}

InputSpec InputSpec::with_options() && {
    always_options_ = true;
    return std::move(*this);
}

json::Array InputSpec::to_json() const {
    json::Array spec;
    spec.push_back(type_);
    if (always_options_ || !options_.empty()) spec.emplace_back(options_);
    return spec;
}

InputSpec socket(std::string_view type) { return InputSpec{json::Value(type)}; }

InputSpec choice(const Choices& choices) { return InputSpec{array_of_texts(choices)}; }

InputSpec choice_v3(const Choices& choices) {
    return InputSpec{"COMBO"}.with("multiselect", false).with("options", array_of_texts(choices));
}

InputSpec integer(long long otherwise, long long min, long long max) {
    return InputSpec{"INT"}.with("default", otherwise).with("min", min).with("max", max);
}

InputSpec integer(long long otherwise, long long min, long long max, long long step) {
    return integer(otherwise, min, max).with("step", step);
}

InputSpec decimal(double otherwise, double min, double max, double step) {
    return InputSpec{"FLOAT"}.with("default", otherwise).with("min", min).with("max", max).with("step", step);
}

InputSpec seed() {
    return InputSpec{"INT"}
        .with("default", 0)
        .with("min", 0)
        .with("max", std::uint64_t{UINT64_MAX})
        .with("control_after_generate", true);
}

InputSpec flag(bool otherwise) { return InputSpec{"BOOLEAN"}.with("default", otherwise); }

InputSpec text_input(bool multiline) { return InputSpec{"STRING"}.with("multiline", multiline); }

NodeInfo::NodeInfo(std::string_view name, std::string_view display_name, std::string_view category,
                   std::string_view module)
    : name_{name}, display_name_{display_name}, category_{category}, module_{module} {}

NodeInfo NodeInfo::required(std::string_view name, InputSpec spec) && {
    required_.insert_or_assign(name, spec.to_json());
    return std::move(*this);
}

NodeInfo NodeInfo::optional(std::string_view name, InputSpec spec) && {
    optional_.insert_or_assign(name, spec.to_json());
    return std::move(*this);
}

NodeInfo NodeInfo::hidden(std::string_view name, std::string_view what) && {
    hidden_.insert_or_assign(name, what);
    return std::move(*this);
}

NodeInfo NodeInfo::output(std::string_view type, std::string_view name, std::string_view tooltip) && {
    outputs_.emplace_back(type);
    output_is_list_.emplace_back(false);
    output_names_.emplace_back(name.empty() ? type : name);
    output_tooltips_.push_back(tooltip_or_null(tooltip));
    has_tooltips_ = has_tooltips_ || !tooltip.empty();
    return std::move(*this);
}

NodeInfo NodeInfo::extra_tooltip(std::string_view tooltip) && {
    output_tooltips_.push_back(tooltip_or_null(tooltip));
    return std::move(*this);
}

NodeInfo NodeInfo::list_output(std::string_view type) && {
    NodeInfo info = std::move(*this).output(type);
    info.output_is_list_.back() = true;
    return info;
}

NodeInfo NodeInfo::describe(std::string_view text) && {
    description_ = text;
    return std::move(*this);
}

NodeInfo NodeInfo::output_node() && {
    output_node_ = true;
    return std::move(*this);
}

NodeInfo NodeInfo::v3() && {
    v3_ = true;
    return std::move(*this);
}

NodeInfo NodeInfo::experimental() && {
    experimental_ = true;
    return std::move(*this);
}

json::Object NodeInfo::inputs() const {
    json::Object inputs;
    inputs["required"] = required_;
    if (!optional_.empty()) inputs["optional"] = optional_;
    if (!hidden_.empty()) inputs["hidden"] = hidden_;
    return inputs;
}

json::Object NodeInfo::input_order() const {
    json::Object order;
    order["required"] = keys_of(required_);
    if (!optional_.empty()) order["optional"] = keys_of(optional_);
    if (!hidden_.empty()) order["hidden"] = keys_of(hidden_);
    return order;
}

json::Object NodeInfo::build() const {
    json::Object info;
    info["input"] = inputs();
    info["input_order"] = input_order();
    info["output"] = outputs_;
    info["output_is_list"] = output_is_list_;
    info["output_name"] = output_names_;
    if (v3_) info["output_tooltips"] = output_tooltips_;
    info["name"] = name_;
    info["display_name"] = v3_ && display_name_.empty() ? json::Value(nullptr) : json::Value(display_name_);
    info["description"] = description_;
    info["python_module"] = module_;
    info["category"] = category_;
    info["output_node"] = output_node_;
    add_trailer(info);
    return info;
}

void NodeInfo::add_trailer(json::Object& info) const {
    if (v3_) {
        info["deprecated"] = false;
        info["experimental"] = experimental_;
        info["api_node"] = false;
        return;
    }
    if (has_tooltips_) info["output_tooltips"] = output_tooltips_;
    if (experimental_) info["experimental"] = true;
}

}  // namespace divan::engine
