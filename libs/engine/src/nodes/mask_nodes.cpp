#include <algorithm>
#include <array>
#include <cmath>

#include "nodes/families.hpp"
#include "nodes/pixels/mask_maths.hpp"
#include "nodes/pixels/tensor_rules.hpp"

/// Source of all rules here: ComfyUI 0.3.64, comfy_extras/nodes_mask.py.
namespace divan::engine {

namespace {

constexpr std::string_view kModule = "comfy_extras.nodes_mask";

NodeResult<Image> mask_to_image(const Mask& mask) {
    auto image = new_image(mask.batch, mask.height, mask.width, 3);
    if (!image) return image;
    for (std::size_t i = 0; i < image->values.size(); ++i) image->values[i] = mask.values[i / 3];
    return image;
}

NodeResult<Mask> image_to_mask(const Image& image, const std::string& channel) {
    constexpr std::array<std::string_view, 4> kChannels{"red", "green", "blue", "alpha"};
    const auto index =
        static_cast<int>(std::find(kChannels.begin(), kChannels.end(), channel) - kChannels.begin());
    if (index >= image.channels)
        return raise("IndexError", fmt::format("index {} is out of bounds for dimension 3 with size {}",
                                               index, image.channels));
    Mask mask{image.batch, image.height, image.width};
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < mask.values.size(); ++i)
        mask.values[i] = image.values[i * channels + static_cast<std::size_t>(index)];
    return mask;
}

/// The pixel as 0xRRGGBB, rounded half to even as PyTorch does.
int packed_colour(const float* pixel) {
    int packed = 0;
    for (int c = 0; c < 3; ++c) {
        const float scaled = std::clamp(pixel[c], 0.0F, 1.0F) * 255.0F;
        packed = packed << 8 | (std::isnan(scaled) ? 0 : static_cast<int>(std::nearbyint(scaled)));
    }
    return packed;
}

Mask colour_to_mask(const Image& image, int colour) {
    Mask mask{image.batch, image.height, image.width};
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < mask.values.size(); ++i)
        mask.values[i] = packed_colour(image.values.data() + i * channels) == colour ? 1.0F : 0.0F;
    return mask;
}

NodeResult<Mask> solid_mask(double value, int width, int height) {
    return new_mask(1, height, width, static_cast<float>(value));
}

Mask invert_mask(const Mask& mask) {
    Mask result = mask;
    for (float& value : result.values) value = 1.0F - value;
    return result;
}

Mask crop_mask(const Mask& mask, int x, int y, int width, int height) {
    const int left = std::min(x, mask.width), top = std::min(y, mask.height);
    const int right = std::min(mask.width, x + width), bottom = std::min(mask.height, y + height);
    Mask result{mask.batch, bottom - top, right - left};
    for (int b = 0; b < mask.batch; ++b)
        for (int row = 0; row < result.height; ++row)
            std::copy_n(mask.values.data() + mask.index(b, top + row, left), result.width,
                        result.values.data() + result.index(b, row, 0));
    return result;
}

float combined(const std::string& operation, float left, float right) {
    const bool l = std::nearbyint(left) != 0, r = std::nearbyint(right) != 0;
    if (operation == "multiply") return left * right;
    if (operation == "add") return left + right;
    if (operation == "subtract") return left - right;
    if (operation == "and") return l && r ? 1.0F : 0.0F;
    if (operation == "or") return l || r ? 1.0F : 0.0F;
    return l != r ? 1.0F : 0.0F;
}

NodeResult<Mask> combine_masks(const Mask& destination, const Mask& source, int x, int y,
                               const std::string& operation) {
    Mask result = destination;
    if (source.batch != destination.batch && source.batch != 1)
        return raise_mismatch(destination.batch, source.batch, 0);
    const int right = std::min(x + source.width, destination.width),
              bottom = std::min(y + source.height, destination.height);
    for (int b = 0; b < result.batch; ++b)
        for (int row = y; row < bottom; ++row)
            for (int column = x; column < right; ++column) {
                const float over = source.at(source.batch == 1 ? 0 : b, row - y, column - x);
                result.at(b, row, column) = combined(operation, result.at(b, row, column), over);
            }
    for (float& value : result.values) value = std::clamp(value, 0.0F, 1.0F);
    return result;
}

Mask feather_mask(const Mask& mask, int left, int top, int right, int bottom) {
    return feather(mask, Feather{left, top, right, bottom});
}

Mask threshold_mask(const Mask& mask, double limit) {
    Mask result = mask;
    for (float& value : result.values) value = value > static_cast<float>(limit) ? 1.0F : 0.0F;
    return result;
}

InputSpec length(int otherwise, int min) { return integer(otherwise, min, kMaxResolution, 1); }
NodeInfo mask_info(std::string_view name, std::string_view title) {
    return NodeInfo{name, title, "mask", kModule};
}
NodeInfo on_mask(std::string_view name) { return mask_info(name, name).required("mask", socket("MASK")); }

NodeInfo image_to_mask_info() {
    return mask_info("ImageToMask", "Convert Image to Mask")
        .required("image", socket("IMAGE"))
        .required("channel", choice({"red", "green", "blue", "alpha"}))
        .output("MASK");
}

NodeInfo colour_info() {
    return mask_info("ImageColorToMask", "ImageColorToMask")
        .required("image", socket("IMAGE"))
        .required("color", integer(0, 0, 0xFFFFFF, 1).with("display", "color"))
        .output("MASK");
}

NodeInfo solid_info() {
    return mask_info("SolidMask", "SolidMask")
        .required("value", decimal(1.0, 0.0, 1.0, 0.01))
        .required("width", length(512, 1))
        .required("height", length(512, 1))
        .output("MASK");
}

NodeInfo crop_info() {
    return on_mask("CropMask")
        .required("x", length(0, 0))
        .required("y", length(0, 0))
        .required("width", length(512, 1))
        .required("height", length(512, 1))
        .output("MASK");
}

NodeInfo composite_info() {
    return mask_info("MaskComposite", "MaskComposite")
        .required("destination", socket("MASK"))
        .required("source", socket("MASK"))
        .required("x", length(0, 0))
        .required("y", length(0, 0))
        .required("operation", choice({"multiply", "add", "subtract", "and", "or", "xor"}))
        .output("MASK");
}

NodeInfo feather_info() {
    return on_mask("FeatherMask")
        .required("left", length(0, 0))
        .required("top", length(0, 0))
        .required("right", length(0, 0))
        .required("bottom", length(0, 0))
        .output("MASK");
}

NodeInfo grow_info() {
    return on_mask("GrowMask")
        .required("expand", length(0, -kMaxResolution))
        .required("tapered_corners", flag(true))
        .output("MASK");
}

NodeInfo to_image_info() {
    return mask_info("MaskToImage", "Convert Mask to Image").required("mask", socket("MASK")).output("IMAGE");
}

NodeInfo threshold_info() {
    return on_mask("ThresholdMask").required("value", decimal(0.5, 0.0, 1.0, 0.01)).output("MASK");
}

}  // namespace

NodeClasses mask_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_node(to_image_info(), compute(&mask_to_image, {"mask"})));
    nodes.push_back(make_node(image_to_mask_info(), compute(&image_to_mask, {"image", "channel"})));
    nodes.push_back(make_node(colour_info(), compute(&colour_to_mask, {"image", "color"})));
    nodes.push_back(make_node(solid_info(), compute(&solid_mask, {"value", "width", "height"})));
    nodes.push_back(make_node(on_mask("InvertMask").output("MASK"), compute(&invert_mask, {"mask"})));
    nodes.push_back(make_node(crop_info(), compute(&crop_mask, {"mask", "x", "y", "width", "height"})));
    nodes.push_back(make_node(composite_info(),
                              compute(&combine_masks, {"destination", "source", "x", "y", "operation"})));
    nodes.push_back(
        make_node(feather_info(), compute(&feather_mask, {"mask", "left", "top", "right", "bottom"})));
    nodes.push_back(make_node(grow_info(), compute(&grow, {"mask", "expand", "tapered_corners"})));
    nodes.push_back(make_node(threshold_info(), compute(&threshold_mask, {"mask", "value"})));
    return nodes;
}

}  // namespace divan::engine
