#pragma once

#include <utility>

#include <fmt/format.h>

#include "execution/node.hpp"

namespace divan::engine {

/// One image or mask may take this much memory; ComfyUI's machines have more, but nobody wants to wait for it
/// here.
inline constexpr double kMaxTensorBytes = 4.0 * 1024 * 1024 * 1024;

/// An empty image, or a RuntimeError as PyTorch raises it when the memory does not suffice.
inline NodeResult<Image> new_image(int batch, int height, int width, int channels, float fill = 0) {
    const double bytes = 4.0 * batch * height * width * channels;
    if (bytes <= kMaxTensorBytes) return Image{batch, height, width, channels, fill};
    return raise(
        "RuntimeError",
        fmt::format("DefaultCPUAllocator: can't allocate memory: you tried to allocate {:.0f} bytes.",
                    bytes));
}

inline NodeResult<Mask> new_mask(int batch, int height, int width, float fill = 0) {
    auto image = new_image(batch, height, width, 1, fill);
    if (!image) return tl::unexpected{std::move(image).error()};
    Mask mask{};
    mask.batch = batch;
    mask.height = height;
    mask.width = width;
    mask.values = std::move(image->values);
    return mask;
}

/// A mask seen as an image of one channel, and back.
inline Image as_image(Mask mask) {
    Image image;
    image.batch = mask.batch;
    image.height = mask.height;
    image.width = mask.width;
    image.channels = 1;
    image.values = std::move(mask.values);
    return image;
}
inline Mask as_mask(Image image) {
    Mask mask;
    mask.batch = image.batch;
    mask.height = image.height;
    mask.width = image.width;
    mask.values = std::move(image.values);
    return mask;
}

/// PyTorch's complaint about operands that do not fit together.
inline tl::unexpected<NodeFailure> raise_mismatch(int left, int right, int dimension) {
    return raise("RuntimeError",
                 fmt::format("The size of tensor a ({}) must match the size of tensor b ({}) at "
                             "non-singleton dimension {}",
                             left, right, dimension));
}

}  // namespace divan::engine
