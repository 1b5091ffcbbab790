#include <algorithm>
#include <cmath>

#include "nodes/families.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"

/// Source of all rules here: ComfyUI 0.3.64, nodes.py and comfy_extras/nodes_images.py.
namespace divan::engine {

namespace {

const Choices kMethods{"nearest-exact", "bilinear", "area", "bicubic", "lanczos"};

NodeResult<Image> empty_image(int width, int height, int batch_size, int colour) {
    auto image = new_image(batch_size, height, width, 3);
    if (!image) return image;
    for (std::size_t i = 0; i < image->values.size(); ++i) {
        const int shift = 16 - 8 * static_cast<int>(i % 3);
        image->values[i] = static_cast<float>((colour >> shift) & 0xFF) / 255.0F;
    }
    return image;
}

Image invert_image(const Image& image) {
    Image result = image;
    for (float& value : result.values) value = 1.0F - value;
    return result;
}

NodeResult<Image> batch_images(const Image& first, const Image& second) {
    const bool same =
        first.height == second.height && first.width == second.width && first.channels == second.channels;
    auto fitted =
        same ? NodeResult<Image>{second} : resize(second, first.width, first.height, "bilinear", true);
    if (!fitted) return fitted;
    if (fitted->channels != first.channels)
        return raise("RuntimeError",
                     fmt::format("Sizes of tensors must match except in dimension 0. Expected size {} but "
                                 "got size {} for tensor number 1 in the list.",
                                 first.channels, fitted->channels));
    auto result = new_image(first.batch + fitted->batch, first.height, first.width, first.channels);
    if (!result) return result;
    const auto end = std::copy(first.values.begin(), first.values.end(), result->values.begin());
    std::copy(fitted->values.begin(), fitted->values.end(), end);
    return result;
}

/// Python's `round`: half to even.
int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

NodeResult<Image> scale_image(const Image& image, const std::string& method, int width, int height,
                              const std::string& crop) {
    if (width == 0 && height == 0) return image;
    if (width == 0) width = std::max(1, rounded(static_cast<double>(image.width) * height / image.height));
    if (height == 0) height = std::max(1, rounded(static_cast<double>(image.height) * width / image.width));
    return resize(image, width, height, method, crop == "center");
}

NodeResult<Image> scale_image_by(const Image& image, const std::string& method, double factor) {
    return resize(image, rounded(image.width * factor), rounded(image.height * factor), method);
}

Image crop_image(const Image& image, int width, int height, int x, int y) {
    const int left = std::min(x, image.width - 1), top = std::min(y, image.height - 1);
    const int right = std::min(image.width, left + width), bottom = std::min(image.height, top + height);
    Image result{image.batch, bottom - top, right - left, image.channels};
    for (int b = 0; b < image.batch; ++b)
        for (int row = 0; row < result.height; ++row)
            std::copy_n(image.values.data() + image.index(b, top + row, left, 0),
                        static_cast<std::size_t>(result.width) * static_cast<std::size_t>(image.channels),
                        result.values.data() + result.index(b, row, 0, 0));
    return result;
}

struct Border {
    int left, top, right, bottom;
};

/// How much of the old picture's pixel the mask frees: 1 at a padded edge, falling with the square of the
/// distance.
float feather_at(int x, int y, const Image& image, const Border& border, int feathering) {
    const int from_top = border.top != 0 ? y : image.height,
              from_bottom = border.bottom != 0 ? image.height - y : image.height;
    const int from_left = border.left != 0 ? x : image.width,
              from_right = border.right != 0 ? image.width - x : image.width;
    const int distance = std::min({from_top, from_bottom, from_left, from_right});
    if (distance >= feathering) return 0;
    const double share = static_cast<double>(feathering - distance) / feathering;
    return static_cast<float>(share * share);
}

NodeResult<std::tuple<Image, Mask>> pad_image(const Image& image, int left, int top, int right, int bottom,
                                              int feathering) {
    const Border border{left, top, right, bottom};
    auto padded =
        new_image(image.batch, image.height + top + bottom, image.width + left + right, image.channels, 0.5F);
    if (!padded) return tl::unexpected{std::move(padded).error()};
    Mask mask{1, padded->height, padded->width, 1.0F};
    const bool feathers = feathering > 0 && feathering * 2LL < image.height && feathering * 2LL < image.width;
    for (int y = 0; y < image.height; ++y) {
        for (int b = 0; b < image.batch; ++b)
            std::copy_n(image.values.data() + image.index(b, y, 0, 0),
                        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels),
                        padded->values.data() + padded->index(b, top + y, left, 0));
        for (int x = 0; x < image.width; ++x)
            mask.at(0, top + y, left + x) = feathers ? feather_at(x, y, image, border, feathering) : 0.0F;
    }
    return std::tuple{*std::move(padded), std::move(mask)};
}

Image image_from_batch(const Image& image, int batch_index, int length) {
    const int first = std::min(image.batch - 1, batch_index), count = std::min(image.batch - first, length);
    Image result{count, image.height, image.width, image.channels};
    std::copy_n(image.values.data() + image.index(first, 0, 0, 0), result.values.size(),
                result.values.begin());
    return result;
}

NodeResult<Image> repeat_image_batch(const Image& image, int amount) {
    auto result = new_image(image.batch * amount, image.height, image.width, image.channels);
    if (!result) return result;
    auto place = result->values.begin();
    for (int i = 0; i < amount; ++i) place = std::copy(image.values.begin(), image.values.end(), place);
    return result;
}

InputSpec side(int otherwise, int min) { return integer(otherwise, min, kMaxResolution, 1); }
InputSpec padding() { return integer(0, 0, kMaxResolution, 8); }
InputSpec colour() { return integer(0, 0, 0xFFFFFF, 1).with("display", "color"); }

NodeInfo empty_info() {
    return NodeInfo{"EmptyImage", "EmptyImage", "image", "nodes"}
        .required("width", side(512, 1))
        .required("height", side(512, 1))
        .required("batch_size", integer(1, 1, 4096))
        .required("color", colour())
        .output("IMAGE");
}

NodeInfo scale_info() {
    return NodeInfo{"ImageScale", "Upscale Image", "image/upscaling", "nodes"}
        .required("image", socket("IMAGE"))
        .required("upscale_method", choice(kMethods))
        .required("width", side(512, 0))
        .required("height", side(512, 0))
        .required("crop", choice({"disabled", "center"}))
        .output("IMAGE");
}

NodeInfo scale_by_info() {
    return NodeInfo{"ImageScaleBy", "Upscale Image By", "image/upscaling", "nodes"}
        .required("image", socket("IMAGE"))
        .required("upscale_method", choice(kMethods))
        .required("scale_by", decimal(1.0, 0.01, 8.0, 0.01))
        .output("IMAGE");
}

NodeInfo invert_info() {
    return NodeInfo{"ImageInvert", "Invert Image", "image", "nodes"}
        .required("image", socket("IMAGE"))
        .output("IMAGE");
}

NodeInfo batch_info() {
    return NodeInfo{"ImageBatch", "Batch Images", "image", "nodes"}
        .required("image1", socket("IMAGE"))
        .required("image2", socket("IMAGE"))
        .output("IMAGE");
}

NodeInfo crop_info() {
    return NodeInfo{"ImageCrop", "Image Crop", "image/transform", "comfy_extras.nodes_images"}
        .required("image", socket("IMAGE"))
        .required("width", side(512, 1))
        .required("height", side(512, 1))
        .required("x", side(0, 0))
        .required("y", side(0, 0))
        .output("IMAGE");
}

NodeInfo pad_info() {
    return NodeInfo{"ImagePadForOutpaint", "Pad Image for Outpainting", "image", "nodes"}
        .required("image", socket("IMAGE"))
        .required("left", padding())
        .required("top", padding())
        .required("right", padding())
        .required("bottom", padding())
        .required("feathering", side(40, 0))
        .output("IMAGE")
        .output("MASK");
}

NodeInfo from_batch_info() {
    return NodeInfo{"ImageFromBatch", "ImageFromBatch", "image/batch", "comfy_extras.nodes_images"}
        .required("image", socket("IMAGE"))
        .required("batch_index", integer(0, 0, 4095))
        .required("length", integer(1, 1, 4096))
        .output("IMAGE");
}

NodeInfo repeat_info() {
    return NodeInfo{"RepeatImageBatch", "RepeatImageBatch", "image/batch", "comfy_extras.nodes_images"}
        .required("image", socket("IMAGE"))
        .required("amount", integer(1, 1, 4096))
        .output("IMAGE");
}

}  // namespace

NodeClasses image_nodes() {
    NodeClasses nodes;
    nodes.push_back(
        make_node(empty_info(), compute(&empty_image, {"width", "height", "batch_size", "color"})));
    nodes.push_back(make_node(invert_info(), compute(&invert_image, {"image"})));
    nodes.push_back(make_node(batch_info(), compute(&batch_images, {"image1", "image2"})));
    nodes.push_back(make_node(scale_info(),
                              compute(&scale_image, {"image", "upscale_method", "width", "height", "crop"})));
    nodes.push_back(
        make_node(scale_by_info(), compute(&scale_image_by, {"image", "upscale_method", "scale_by"})));
    nodes.push_back(make_node(crop_info(), compute(&crop_image, {"image", "width", "height", "x", "y"})));
    nodes.push_back(make_node(
        pad_info(), compute(&pad_image, {"image", "left", "top", "right", "bottom", "feathering"})));
    nodes.push_back(
        make_node(from_batch_info(), compute(&image_from_batch, {"image", "batch_index", "length"})));
    nodes.push_back(make_node(repeat_info(), compute(&repeat_image_batch, {"image", "amount"})));
    return nodes;
}

}  // namespace divan::engine
