#pragma once

#include <string_view>

#include "execution/node.hpp"

namespace divan::engine {

/// Resizes every batch element. `method`: "nearest-exact", "bilinear", "area", "bicubic" (PyTorch's
/// `interpolate` without antialiasing), "lanczos" (Pillow's, on 8-bit samples) or "bislerp" (for latents;
/// computed as bilinear). `crop_centre` first cuts the source to the new aspect. Results may leave 0 to 1
/// (bicubic). Errors: RuntimeError for a target without pixels, ValueError for an unknown method. Source:
/// ComfyUI 0.3.64, comfy/utils.py `common_upscale`; PyTorch 2, UpSampleKernel.cpp.
NodeResult<Image> resize(const Image& source, int width, int height, std::string_view method,
                         bool crop_centre = false);

NodeResult<Mask> resize(const Mask& source, int width, int height, std::string_view method);

}  // namespace divan::engine
