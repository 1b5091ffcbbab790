#include <algorithm>
#include <cmath>

#include "nodes/families.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"

/// Source of all shapes here: ComfyUI 0.3.64, nodes.py and comfy_extras/nodes_sd3.py.
namespace divan::engine {

namespace {

Latent empty_latent(int width, int height, int batch_size, int channels) {
    Latent latent;
    latent.batch = batch_size;
    latent.channels = channels;
    latent.height = height / 8;
    latent.width = width / 8;
    return latent;
}

Latent empty_latent_4(int width, int height, int batch_size) {
    return empty_latent(width, height, batch_size, 4);
}
Latent empty_latent_16(int width, int height, int batch_size) {
    return empty_latent(width, height, batch_size, 16);
}

NodeResult<Latent> resize_latent(const Latent& samples, int width, int height, const std::string& method,
                                 bool crop) {
    if (width < 1 || height < 1)
        return raise("RuntimeError", "Input and output sizes should be greater than 0");
    Latent result = samples;
    result.width = width;
    result.height = height;
    if (!samples.picture) return result;
    auto picture = resize(*samples.picture, width * 8, height * 8, method, crop);
    if (!picture) return tl::unexpected{std::move(picture).error()};
    for (float& value : picture->values) value = std::clamp(value, 0.0F, 1.0F);
    result.picture = *std::move(picture);
    return result;
}

int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

/// One side given as 0 follows from the other; ComfyUI mixes latent and picture sizes here, and so do we.
NodeResult<Latent> upscale(const Latent& samples, const std::string& method, int width, int height,
                           const std::string& crop) {
    if (width == 0 && height == 0) return samples;
    if (width == 0) {
        height = std::max(64, height);
        width = std::max(64, rounded(static_cast<double>(samples.width) * height / samples.height));
    } else if (height == 0) {
        width = std::max(64, width);
        height = std::max(64, rounded(static_cast<double>(samples.height) * width / samples.width));
    }
    return resize_latent(samples, std::max(64, width) / 8, std::max(64, height) / 8, method,
                         crop == "center");
}

NodeResult<Latent> upscale_by(const Latent& samples, const std::string& method, double factor) {
    return resize_latent(samples, rounded(samples.width * factor), rounded(samples.height * factor), method,
                         false);
}

/// Batch elements from `first`; `source` is repeated when it is shorter.
template <class T>
std::vector<float> elements(const T& source, int first, int count) {
    std::vector<float> values;
    const std::size_t size = source.values.size() / static_cast<std::size_t>(source.batch);
    values.reserve(size * static_cast<std::size_t>(count));
    for (int i = first; i < first + count; ++i) {
        const auto begin = source.values.begin() +
                           static_cast<std::ptrdiff_t>(static_cast<std::size_t>(i % source.batch) * size);
        values.insert(values.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
    }
    return values;
}

template <class T>
void keep_elements(std::optional<T>& pixels, int first, int count) {
    if (!pixels || pixels->batch < 1) return;
    pixels->values = elements(*pixels, first, count);
    pixels->batch = count;
}

NodeResult<Latent> repeat_batch(const Latent& samples, int amount) {
    Latent result = samples;
    result.batch = samples.batch * amount;
    if (samples.picture)
        if (const auto fits = new_image(result.batch, samples.height * 8, samples.width * 8, 3); !fits)
            return tl::unexpected{fits.error()};
    keep_elements(result.picture, 0, result.batch);
    if (result.noise_mask && result.noise_mask->batch > 1)
        keep_elements(result.noise_mask, 0, result.noise_mask->batch * amount);
    if (samples.batch_index.empty()) return result;
    const auto [least, greatest] =
        std::minmax_element(samples.batch_index.begin(), samples.batch_index.end());
    const int offset = *greatest - *least + 1;
    for (int i = 1; i < amount; ++i)
        for (const int index : samples.batch_index) result.batch_index.push_back(index + i * offset);
    return result;
}

Latent from_batch(const Latent& samples, int batch_index, int length) {
    const int first = std::min(samples.batch - 1, batch_index),
              count = std::min(samples.batch - first, length);
    Latent result = samples;
    result.batch = count;
    keep_elements(result.picture, first, count);
    if (result.noise_mask && result.noise_mask->batch > 1) keep_elements(result.noise_mask, first, count);
    result.batch_index.clear();
    for (int i = first; i < first + count; ++i)
        result.batch_index.push_back(
            samples.batch_index.empty() ? i : samples.batch_index[static_cast<std::size_t>(i)]);
    return result;
}

Latent set_noise_mask(const Latent& samples, const Mask& mask) {
    Latent result = samples;
    result.noise_mask = mask;
    return result;
}

NodeInfo empty_info() {
    return NodeInfo{"EmptyLatentImage", "Empty Latent Image", "latent", "nodes"}
        .required("width",
                  integer(512, 16, kMaxResolution, 8).tip("The width of the latent images in pixels."))
        .required("height",
                  integer(512, 16, kMaxResolution, 8).tip("The height of the latent images in pixels."))
        .required("batch_size", integer(1, 1, 4096).tip("The number of latent images in the batch."))
        .output("LATENT", "", "The empty latent image batch.")
        .describe("Create a new batch of empty latent images to be denoised via sampling.");
}

NodeInfo empty_sd3_info() {
    return NodeInfo{"EmptySD3LatentImage", "", "latent/sd3", "comfy_extras.nodes_sd3"}
        .required("width", integer(1024, 16, kMaxResolution, 16))
        .required("height", integer(1024, 16, kMaxResolution, 16))
        .required("batch_size", integer(1, 1, 4096))
        .output("LATENT")
        .v3();
}

InputSpec method() { return choice({"nearest-exact", "bilinear", "area", "bicubic", "bislerp"}); }

NodeInfo upscale_info() {
    return NodeInfo{"LatentUpscale", "Upscale Latent", "latent", "nodes"}
        .required("samples", socket("LATENT"))
        .required("upscale_method", method())
        .required("width", integer(512, 0, kMaxResolution, 8))
        .required("height", integer(512, 0, kMaxResolution, 8))
        .required("crop", choice({"disabled", "center"}))
        .output("LATENT");
}

NodeInfo upscale_by_info() {
    return NodeInfo{"LatentUpscaleBy", "Upscale Latent By", "latent", "nodes"}
        .required("samples", socket("LATENT"))
        .required("upscale_method", method())
        .required("scale_by", decimal(1.5, 0.01, 8.0, 0.01))
        .output("LATENT");
}

NodeInfo repeat_info() {
    return NodeInfo{"RepeatLatentBatch", "Repeat Latent Batch", "latent/batch", "nodes"}
        .required("samples", socket("LATENT"))
        .required("amount", integer(1, 1, 64))
        .output("LATENT");
}

NodeInfo from_batch_info() {
    return NodeInfo{"LatentFromBatch", "Latent From Batch", "latent/batch", "nodes"}
        .required("samples", socket("LATENT"))
        .required("batch_index", integer(0, 0, 63))
        .required("length", integer(1, 1, 64))
        .output("LATENT");
}

NodeInfo noise_mask_info() {
    return NodeInfo{"SetLatentNoiseMask", "Set Latent Noise Mask", "latent/inpaint", "nodes"}
        .required("samples", socket("LATENT"))
        .required("mask", socket("MASK"))
        .output("LATENT");
}

}  // namespace

NodeClasses latent_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_node(empty_info(), compute(&empty_latent_4, {"width", "height", "batch_size"})));
    nodes.push_back(
        make_node(empty_sd3_info(), compute(&empty_latent_16, {"width", "height", "batch_size"})));
    nodes.push_back(make_node(upscale_info(),
                              compute(&upscale, {"samples", "upscale_method", "width", "height", "crop"})));
    nodes.push_back(
        make_node(upscale_by_info(), compute(&upscale_by, {"samples", "upscale_method", "scale_by"})));
    nodes.push_back(make_node(repeat_info(), compute(&repeat_batch, {"samples", "amount"})));
    nodes.push_back(make_node(from_batch_info(), compute(&from_batch, {"samples", "batch_index", "length"})));
    nodes.push_back(make_node(noise_mask_info(), compute(&set_noise_mask, {"samples", "mask"})));
    return nodes;
}

}  // namespace divan::engine
