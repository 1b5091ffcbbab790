#include "nodes/builtin_nodes.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "nodes/families.hpp"
#include "nodes/test_families.hpp"

namespace divan::engine {

namespace {

/// The order of `/object_info` (ComfyUI 0.3.64).
constexpr std::array kOrder{"KSampler",
                            "CheckpointLoaderSimple",
                            "CLIPTextEncode",
                            "CLIPSetLastLayer",
                            "VAEDecode",
                            "VAEEncode",
                            "VAEEncodeForInpaint",
                            "VAELoader",
                            "EmptyLatentImage",
                            "LatentUpscale",
                            "LatentUpscaleBy",
                            "LatentFromBatch",
                            "RepeatLatentBatch",
                            "SaveImage",
                            "PreviewImage",
                            "LoadImage",
                            "LoadImageMask",
                            "LoadImageOutput",
                            "ImageScale",
                            "ImageScaleBy",
                            "ImageInvert",
                            "ImageBatch",
                            "ImagePadForOutpaint",
                            "EmptyImage",
                            "ConditioningCombine",
                            "ConditioningConcat",
                            "KSamplerAdvanced",
                            "SetLatentNoiseMask",
                            "LoraLoader",
                            "CLIPLoader",
                            "UNETLoader",
                            "DualCLIPLoader",
                            "ControlNetApplyAdvanced",
                            "ControlNetLoader",
                            "ConditioningZeroOut",
                            "ConditioningSetTimestepRange",
                            "LoraLoaderModelOnly",
                            "UpscaleModelLoader",
                            "ImageUpscaleWithModel",
                            "ImageBlend",
                            "ImageBlur",
                            "ImageSharpen",
                            "ImageCompositeMasked",
                            "MaskToImage",
                            "ImageToMask",
                            "ImageColorToMask",
                            "SolidMask",
                            "InvertMask",
                            "CropMask",
                            "MaskComposite",
                            "FeatherMask",
                            "GrowMask",
                            "ThresholdMask",
                            "MaskPreview",
                            "BasicScheduler",
                            "KSamplerSelect",
                            "CFGGuider",
                            "BasicGuider",
                            "RandomNoise",
                            "DisableNoise",
                            "SamplerCustomAdvanced",
                            "ImageCrop",
                            "RepeatImageBatch",
                            "ImageFromBatch",
                            "SaveAnimatedWEBP",
                            "SaveAnimatedPNG",
                            "EmptySD3LatentImage",
                            "CLIPTextEncodeFlux",
                            "FluxGuidance",
                            "PrimitiveString",
                            "PrimitiveStringMultiline",
                            "PrimitiveInt",
                            "PrimitiveFloat",
                            "PrimitiveBoolean",
                            "PreviewAny"};

std::size_t place_of(const NodeClass& node) {
    return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), node.name) - kOrder.begin());
}

void append(NodeClasses& all, NodeClasses some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

}  // namespace

void add_builtin_nodes(NodeRegistry& registry, const ModelCosts& costs) {
    NodeClasses all = image_nodes();
    append(all, image_effect_nodes());
    append(all, mask_nodes());
    append(all, load_nodes());
    append(all, save_nodes());
    append(all, primitive_nodes());
    append(all, latent_nodes());
    append(all, conditioning_nodes());
    append(all, vae_nodes());
    append(all, loader_nodes(costs));
    append(all, sampling_nodes(costs));
    append(all, custom_sampling_nodes(costs));
    append(all, upscale_nodes(costs));
    std::stable_sort(all.begin(), all.end(), [](const NodeClass& left, const NodeClass& right) {
        return place_of(left) < place_of(right);
    });
    for (NodeClass& node : all) registry.add(std::move(node));
}

void add_test_nodes(NodeRegistry& registry) {
    for (NodeClass& node : trap_nodes()) registry.add(std::move(node));
    for (NodeClass& node : structure_nodes()) registry.add(std::move(node));
}

}  // namespace divan::engine
