#pragma once

#include <string_view>

#include "execution/node.hpp"

namespace divan::engine {

/// Blends `second`, fitted to `first`'s size, over `first`. `mode`: "normal", "multiply", "screen",
/// "overlay", "soft_light", "difference". Errors: ValueError (mode), RuntimeError (batches or channels that
/// do not fit). Source: ComfyUI 0.3.64, comfy_extras/nodes_post_processing.py `Blend`.
NodeResult<Image> blend(const Image& first, const Image& second, double factor, std::string_view mode);

/// A Gaussian over ±`radius` pixels, whose `sigma` is relative to the radius; borders are reflected.
/// Errors: RuntimeError when the radius is not below both sides. Source: as above, `Blur`.
NodeResult<Image> blur(const Image& image, int radius, double sigma);
/// Source: as above, `Sharpen`.
NodeResult<Image> sharpen(const Image& image, int radius, double sigma, double alpha);

struct CompositePlace {
    int x = 0, y = 0;
    bool resize_source = false;
};

/// Lays `source` over `destination`, through `mask` when there is one.
/// Errors: RuntimeError for channels that do not fit. Source: ComfyUI 0.3.64, comfy_extras/nodes_mask.py
/// `composite`.
NodeResult<Image> composite(const Image& destination, const Image& source, CompositePlace place,
                            const Mask* mask);

}  // namespace divan::engine
