#include <algorithm>
#include <cmath>

#include "nodes/pixels/filters.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"

namespace divan::engine {

namespace {

using Mode = float (*)(float below, float above);

float normal(float, float above) { return above; }
float multiply(float below, float above) { return below * above; }
float screen(float below, float above) { return 1 - (1 - below) * (1 - above); }
float difference(float below, float above) { return below - above; }

float overlay(float below, float above) {
    return below <= 0.5F ? 2 * below * above : 1 - 2 * (1 - below) * (1 - above);
}

float soft_light(float below, float above) {
    if (above <= 0.5F) return below - (1 - 2 * above) * below * (1 - below);
    const float lightened = below <= 0.25F ? ((16 * below - 12) * below + 4) * below : std::sqrt(below);
    return below + (2 * above - 1) * (lightened - below);
}

Mode mode_of(std::string_view name) {
    if (name == "normal") return &normal;
    if (name == "multiply") return &multiply;
    if (name == "screen") return &screen;
    if (name == "overlay") return &overlay;
    if (name == "soft_light") return &soft_light;
    return name == "difference" ? &difference : nullptr;
}

Image first_channels(const Image& image, int channels) {
    Image result{image.batch, image.height, image.width, channels};
    const auto kept = static_cast<std::size_t>(channels), had = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = image.values[i / kept * had + i % kept];
    return result;
}

}  // namespace

NodeResult<Image> blend(const Image& first, const Image& second, double factor, std::string_view mode_name) {
    const Mode mode = mode_of(mode_name);
    if (!mode) return raise("ValueError", fmt::format("Unsupported blend mode: {}", mode_name));
    // ComfyUI appends a channel to an image that already has alpha, and then stumbles over it.
    if (first.channels > second.channels) return raise_mismatch(first.channels + 1, second.channels, 3);
    if (first.batch != second.batch && first.batch != 1 && second.batch != 1)
        return raise_mismatch(first.batch, second.batch, 0);
    const Image narrowed = first.channels < second.channels ? first_channels(second, first.channels) : second;
    const bool same_size = first.width == second.width && first.height == second.height;
    const auto above = same_size ? NodeResult<Image>{narrowed}
                                 : resize(narrowed, first.width, first.height, "bicubic", true);
    if (!above) return above;

    auto result = new_image(std::max(first.batch, second.batch), first.height, first.width, first.channels);
    if (!result) return result;
    const std::size_t below_size = first.values.size(), above_size = above->values.size();
    const auto share = static_cast<float>(factor), rest = static_cast<float>(1.0 - factor);
    for (std::size_t i = 0; i < result->values.size(); ++i) {
        const float below = first.values[i % below_size];
        const float mixed = below * rest + mode(below, above->values[i % above_size]) * share;
        result->values[i] = std::clamp(mixed, 0.0F, 1.0F);
    }
    return result;
}

}  // namespace divan::engine
