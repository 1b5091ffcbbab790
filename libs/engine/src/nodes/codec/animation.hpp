#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <divan/engine/image.hpp>

namespace divan::engine::codec {

struct WebpAnimation {
    int frame_ms = 166;
    bool lossless = true;
    int quality = 80;  ///< 0 to 100
    int method = 4;    ///< 0 (fast) to 6 (small)
    std::string exif;  ///< a TIFF block, see `exif_texts`; may be empty
};

/// Every batch element becomes a frame, repeated for ever; one element alone makes a still picture.
/// Throws std::bad_alloc when the memory does not suffice.
std::string encode_animated_webp(const Image& image, const WebpAnimation& animation);

/// A PNG chunk of our own choosing, e.g. ComfyUI's `comf`; `name` has four letters.
struct PrivateChunk {
    std::string name, content;
};

/// An animated PNG; one element alone makes an ordinary PNG. `chunks` stand after the pixels.
std::string encode_animated_png(const Image& image, int frame_ms, int compress_level,
                                const std::vector<PrivateChunk>& chunks);

/// A TIFF block with ASCII tags, e.g. 0x0110 (model) and 0x010F (make), where ComfyUI keeps prompt and
/// workflow.
std::string exif_texts(std::vector<std::pair<std::uint16_t, std::string>> tags);

}  // namespace divan::engine::codec
