#include <divan/json/write.hpp>

#include "nodes/families.hpp"

/// Source of all rules here: ComfyUI 0.3.64, comfy_extras/nodes_primitive.py and
/// comfy_extras/nodes_preview_any.py.
namespace divan::engine {

namespace {

Datum unchanged(const Datum& value) { return value; }

/// Python's `str` of what JSON knows; lists and objects as JSON, everything else as it prints itself.
std::string python_text(const Datum& datum) {
    if (!datum.is_literal()) return datum.shown();
    const json::Value& value = datum.literal();
    if (const auto text = json::text_of(value)) return std::string{*text};
    if (const auto truth = json::to_bool(value)) return *truth ? "True" : "False";
    if (json::is_number(value)) return json::number_text(value);
    return json::kind_name(value) == "null" ? "None" : json::write_python(value);
}

NodeOutputs preview_any(const Datum& source) {
    json::Object ui;
    ui["text"] = json::Array{json::Value(python_text(source))};
    NodeOutputs outputs;
    outputs.ui = std::move(ui);
    return outputs;
}

NodeClass primitive(std::string_view name, std::string_view title, std::string_view type, InputSpec value) {
    const NodeInfo info = NodeInfo{name, title, "utils/primitive", "comfy_extras.nodes_primitive"}
                              .required("value", std::move(value))
                              .output(type)
                              .v3();
    return make_node(info, compute(&unchanged, {"value"}));
}

InputSpec bounded(std::string_view type) {
    constexpr std::int64_t kGreatest = INT64_MAX;
    return socket(type).with("min", -kGreatest).with("max", kGreatest);
}

NodeInfo preview_any_info() {
    return NodeInfo{"PreviewAny", "Preview Any", "utils", "comfy_extras.nodes_preview_any"}
        .required("source", socket("*").with_options())
        .output_node();
}

}  // namespace

NodeClasses primitive_nodes() {
    NodeClasses nodes;
    nodes.push_back(primitive("PrimitiveString", "String", "STRING", text_input(false)));
    nodes.push_back(primitive("PrimitiveStringMultiline", "String (Multiline)", "STRING", text_input(true)));
    nodes.push_back(
        primitive("PrimitiveInt", "Int", "INT", bounded("INT").with("control_after_generate", true)));
    nodes.push_back(primitive("PrimitiveFloat", "Float", "FLOAT", bounded("FLOAT")));
    nodes.push_back(primitive("PrimitiveBoolean", "Boolean", "BOOLEAN", socket("BOOLEAN").with_options()));
    nodes.push_back(make_node(preview_any_info(), compute(&preview_any, {"source"})));
    return nodes;
}

}  // namespace divan::engine
