#include "nodes/families.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos: ComfyUI 0.3.64, nodes.py and comfy_extras/nodes_flux.py. A conditioning is the text itself here.
namespace divan::engine {

namespace {

Conditioning encode(const Clip& clip, const std::string& text, double guidance) {
    PromptPart part;
    part.text = text;
    part.guidance = guidance;
    part.clip_layer = clip.last_layer;
    part.clip_loras = clip.loras;
    Conditioning conditioning;
    conditioning.parts.push_back(std::move(part));
    return conditioning;
}

Clip set_last_layer(const Clip& clip, int layer) {
    Clip result = clip;
    result.last_layer = layer;
    return result;
}

Conditioning combine(const Conditioning& first, const Conditioning& second) {
    Conditioning result = first;
    result.parts.insert(result.parts.end(), second.parts.begin(), second.parts.end());
    return result;
}

/// Only the first text of `from` counts, as in ComfyUI.
Conditioning concat(const Conditioning& to, const Conditioning& from) {
    Conditioning result = to;
    if (from.parts.empty()) return result;
    for (PromptPart& part : result.parts) part.text += ", " + from.parts.front().text;
    return result;
}

Conditioning zero_out(const Conditioning& conditioning) {
    Conditioning result = conditioning;
    for (PromptPart& part : result.parts) part.text.clear();
    return result;
}

Conditioning set_range(const Conditioning& conditioning, double start, double end) {
    Conditioning result = conditioning;
    for (PromptPart& part : result.parts) {
        part.start = start;
        part.end = end;
    }
    return result;
}

Conditioning set_guidance(const Conditioning& conditioning, double guidance) {
    Conditioning result = conditioning;
    for (PromptPart& part : result.parts) part.guidance = guidance;
    return result;
}

using BothSides = std::tuple<Conditioning, Conditioning>;

BothSides apply_control(const Conditioning& positive, const Conditioning& negative, const ControlHint& hint) {
    BothSides both{positive, negative};
    if (hint.strength == 0) return both;
    for (PromptPart& part : std::get<0>(both).parts) part.controls.push_back(hint);
    for (PromptPart& part : std::get<1>(both).parts) part.controls.push_back(hint);
    return both;
}

NodeInfo encode_info() {
    return NodeInfo{"CLIPTextEncode", "CLIP Text Encode (Prompt)", "conditioning", "nodes"}
        .required("text", text_input(true).with("dynamicPrompts", true).tip("The text to be encoded."))
        .required("clip", socket("CLIP").tip("The CLIP model used for encoding the text."))
        .output("CONDITIONING", "",
                "A conditioning containing the embedded text used to guide the diffusion model.")
        .describe(
            "Encodes a text prompt using a CLIP model into an embedding that can be used to guide the "
            "diffusion model "
            "towards generating specific images.");
}

NodeInfo encode_flux_info() {
    return NodeInfo{"CLIPTextEncodeFlux", "", "advanced/conditioning/flux", "comfy_extras.nodes_flux"}
        .required("clip", socket("CLIP").with_options())
        .required("clip_l", text_input(true).with("dynamicPrompts", true))
        .required("t5xxl", text_input(true).with("dynamicPrompts", true))
        .required("guidance", decimal(3.5, 0.0, 100.0, 0.1))
        .output("CONDITIONING")
        .v3();
}

NodeInfo guidance_info() {
    return NodeInfo{"FluxGuidance", "", "advanced/conditioning/flux", "comfy_extras.nodes_flux"}
        .required("conditioning", socket("CONDITIONING").with_options())
        .required("guidance", decimal(3.5, 0.0, 100.0, 0.1))
        .output("CONDITIONING")
        .v3();
}

NodeInfo last_layer_info() {
    return NodeInfo{"CLIPSetLastLayer", "CLIP Set Last Layer", "conditioning", "nodes"}
        .required("clip", socket("CLIP"))
        .required("stop_at_clip_layer", integer(-1, -24, -1, 1))
        .output("CLIP");
}

NodeInfo two_sides(std::string_view name, std::string_view title, std::string_view first,
                   std::string_view second) {
    return NodeInfo{name, title, "conditioning", "nodes"}
        .required(first, socket("CONDITIONING"))
        .required(second, socket("CONDITIONING"))
        .output("CONDITIONING");
}

NodeInfo zero_out_info() {
    return NodeInfo{"ConditioningZeroOut", "ConditioningZeroOut", "advanced/conditioning", "nodes"}
        .required("conditioning", socket("CONDITIONING"))
        .output("CONDITIONING");
}

NodeInfo range_info() {
    return NodeInfo{"ConditioningSetTimestepRange", "ConditioningSetTimestepRange", "advanced/conditioning",
                    "nodes"}
        .required("conditioning", socket("CONDITIONING"))
        .required("start", decimal(0.0, 0.0, 1.0, 0.001))
        .required("end", decimal(1.0, 0.0, 1.0, 0.001))
        .output("CONDITIONING");
}

NodeInfo control_info() {
    return NodeInfo{"ControlNetApplyAdvanced", "Apply ControlNet", "conditioning/controlnet", "nodes"}
        .required("positive", socket("CONDITIONING"))
        .required("negative", socket("CONDITIONING"))
        .required("control_net", socket("CONTROL_NET"))
        .required("image", socket("IMAGE"))
        .required("strength", decimal(1.0, 0.0, 10.0, 0.01))
        .required("start_percent", decimal(0.0, 0.0, 1.0, 0.001))
        .required("end_percent", decimal(1.0, 0.0, 1.0, 0.001))
        .optional("vae", socket("VAE"))
        .output("CONDITIONING", "positive")
        .output("CONDITIONING", "negative");
}

}  // namespace

NodeClasses conditioning_nodes() {
    NodeClasses nodes;
    nodes.push_back(
        make_node(encode_info(), compute(
                                     [notice = StandInNotice{"CLIPTextEncode"}](
                                         NodeHost& host, const std::string& prompt, const Clip& clip) {
                                         notice.say(host);
                                         return encode(clip, prompt, 0);
                                     },
                                     {"text", "clip"})));
    nodes.push_back(make_node(encode_flux_info(),
                              compute(
                                  [notice = StandInNotice{"CLIPTextEncodeFlux"}](
                                      NodeHost& host, const Clip& clip, const std::string& clip_l,
                                      const std::string& t5xxl, double guidance) {
                                      notice.say(host);
                                      return encode(clip, clip_l == t5xxl ? t5xxl : t5xxl + ", " + clip_l,
                                                    guidance);
                                  },
                                  {"clip", "clip_l", "t5xxl", "guidance"})));
    nodes.push_back(make_node(
        control_info(),
        compute(
            [notice = StandInNotice{"ControlNetApplyAdvanced"}](
                NodeHost& host, const Conditioning& positive, const Conditioning& negative,
                const ControlNet& net, const Image& image, double strength, double start, double end) {
                notice.say(host);
                ControlHint hint;
                hint.name = net.name;
                hint.picture = std::make_shared<const Image>(image);
                hint.strength = strength;
                hint.start = start;
                hint.end = end;
                hint.vram_gb = net.vram_gb;
                return apply_control(positive, negative, hint);
            },
            {"positive", "negative", "control_net", "image", "strength", "start_percent", "end_percent"})));
    nodes.push_back(make_node(guidance_info(), compute(&set_guidance, {"conditioning", "guidance"})));
    nodes.push_back(make_node(last_layer_info(), compute(&set_last_layer, {"clip", "stop_at_clip_layer"})));
    nodes.push_back(make_node(
        two_sides("ConditioningCombine", "Conditioning (Combine)", "conditioning_1", "conditioning_2"),
        compute(&combine, {"conditioning_1", "conditioning_2"})));
    nodes.push_back(make_node(
        two_sides("ConditioningConcat", "Conditioning (Concat)", "conditioning_to", "conditioning_from"),
        compute(&concat, {"conditioning_to", "conditioning_from"})));
    nodes.push_back(make_node(zero_out_info(), compute(&zero_out, {"conditioning"})));
    nodes.push_back(make_node(range_info(), compute(&set_range, {"conditioning", "start", "end"})));
    return nodes;
}

}  // namespace divan::engine
