#include <algorithm>
#include <chrono>
#include <limits>

#include "nodes/families.hpp"
#include "nodes/test_families.hpp"

/// The classes of the recorded test package, which make rare behaviour happen: same `/object_info`, same
/// messages (recorded from ComfyUI 0.3.64 with the custom nodes "trap-pack").
namespace divan::engine {

namespace {

constexpr std::string_view kModule = "custom_nodes.trap-pack";
constexpr int kPictureSide = 16;

Image flat_picture(std::uint64_t seed, double share) {
    Image picture{1, kPictureSide, kPictureSide, 3};
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = static_cast<float>(
            i % 3 == 0 ? share : static_cast<double>(seed >> (8 * (i % 3)) & 0xFFU) / 255.0);
    return picture;
}

NodeResult<Image> trap_sleep(NodeHost& host, double seconds, int steps, bool preview, std::uint64_t seed,
                             const Image* image) {
    const auto span = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>{std::max(0.0, seconds) / steps});
    for (int step = 1; step <= steps; ++step) {
        if (auto waited = host.wait(span); !waited) return tl::unexpected{std::move(waited).error()};
        const Image picture = flat_picture(seed, static_cast<double>(step) / steps);
        const auto reported = host.progress(step, steps, preview ? &picture : nullptr);
        if (!reported) return tl::unexpected{reported.error()};
    }
    return image ? *image : flat_picture(seed, 1);
}

NodeOutputs trap_nan(double value) {
    using Limits = std::numeric_limits<double>;
    json::Object ui;
    ui["values"] = json::Array{Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), value};
    ui["text"] = json::Array{"NaN in a string", "\u00e9\u6f22\u5b57\U0001F3A8"};
    NodeOutputs outputs;
    outputs.ui = std::move(ui);
    return outputs;
}

NodeResult<Image> trap_raise(const std::string& kind, const Image& image) {
    if (kind == "value") return raise("ValueError", "the trap closed: \"quoted\" \u00e9");
    if (kind == "oom")
        return raise("torch.cuda.OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB");
    if (kind == "exit")
        return raise("SystemExit", "1");  // ends ComfyUI's process; the executor decides what it does here
    if (kind != "interrupt") return image;
    NodeFailure failure{"comfy.model_management.InterruptProcessingException", ""};
    failure.interrupted = true;
    return tl::unexpected{std::move(failure)};
}

NodeOutputs trap_text(NodeHost& host, const std::string& text, const Datum& image) {
    json::Object ui;
    ui["text"] = json::Array{json::Value(text), json::Value(host.unique_id())};
    NodeOutputs outputs;
    outputs.slots.push_back({image});
    outputs.ui = std::move(ui);
    return outputs;
}

NodeOutputs trap_validate(const Datum& n, const Datum&) {
    json::Object ui;
    ui["n"] = json::Array{n.literal()};
    NodeOutputs outputs;
    outputs.ui = std::move(ui);
    return outputs;
}

json::Value refuse_seven(const NodeInputs& inputs, const Folders&) {
    const Datum* n = inputs.find("n");
    if (n && json::to_int64(n->literal()) == 7) return "seven is not allowed";
    return true;
}

NodeInfo trap(std::string_view name) { return NodeInfo{name, name, "trap", kModule}; }

NodeInfo sleep_info() {
    return NodeInfo{"TrapSleep", "Trap: sleep", "trap", kModule}
        .required("seconds", InputSpec{"FLOAT"}.with("default", 0.2).with("min", 0.0).with("max", 600.0))
        .required("steps", integer(4, 1, 10000))
        .required("preview", flag(false))
        .required("seed", seed())
        .optional("image", socket("IMAGE"))
        .output("IMAGE");
}

NodeInfo nan_info() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return trap("TrapNaN")
        .required("value",
                  InputSpec{"FLOAT"}.with("default", 0.0).with("min", -kInfinity).with("max", kInfinity))
        .output_node();
}

NodeInfo raise_info() {
    return trap("TrapRaise")
        .required("kind", choice({"value", "oom", "exit", "interrupt"}))
        .required("image", socket("IMAGE"))
        .output("IMAGE");
}

NodeInfo text_info() {
    return trap("TrapText")
        .required("text", text_input(true))
        .required("image", socket("IMAGE"))
        .hidden("uid", "UNIQUE_ID")
        .hidden("prompt", "PROMPT")
        .hidden("png", "EXTRA_PNGINFO")
        .output("IMAGE")
        .output_node();
}

NodeInfo validate_info() {
    return trap("TrapValidate")
        .required("n", integer(1, 0, 10))
        .required("mode", choice({"a", "b"}))
        .output_node();
}

}  // namespace

NodeClasses trap_nodes() {
    NodeClasses nodes;
    nodes.push_back(
        make_node(sleep_info(), compute(&trap_sleep, {"seconds", "steps", "preview", "seed", "image"})));
    nodes.push_back(make_node(nan_info(), compute(&trap_nan, {"value"})));
    nodes.back().is_changed = [](const NodeInputs&, const Folders&) -> NodeResult<json::Value> {
        return json::Value(std::numeric_limits<double>::quiet_NaN());
    };
    nodes.push_back(make_node(raise_info(), compute(&trap_raise, {"kind", "image"})));
    nodes.push_back(make_node(text_info(), compute(&trap_text, {"text", "image"})));
    nodes.push_back(make_node(validate_info(), compute(&trap_validate, {"n", "mode"})));
    nodes.back().validate = &refuse_seven;
    nodes.back().validated_inputs = {"n", "mode"};
    return nodes;
}

}  // namespace divan::engine
