#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>

#include <divan/engine/image.hpp>

namespace divan::engine {

/// A decoded picture file. `image` has 3 or 4 channels and one batch element a frame.
struct DecodedImage {
    Image image;
    std::string format;                                            ///< "png", "jpeg", "webp"
    std::vector<std::pair<std::string, std::string>> text_chunks;  ///< PNG tEXt/iTXt/zTXt, as UTF-8
    int orientation = 1;  ///< of EXIF, from 1 (upright) to 8; `image` is as stored, see `upright`
};

/// The picture as its EXIF orientation wants it to be seen (Pillow's `ImageOps.exif_transpose`).
Image upright(Image image, int orientation);

/// PNG, JPEG and WebP by their content. 16-bit samples keep their high byte, as Pillow does; a palette with
/// transparency becomes 4 channels, a single transparent colour (PNG tRNS of grey and RGB) is ignored, as
/// LoadImage does (ComfyUI 0.3.64, nodes.py). An animated WebP gives all its frames, an animated PNG its
/// first. Pictures beyond 32,768 a side or 268 megapixels are refused before decoding. Errors:
/// `malformed_reply` with what is wrong.
Result<DecodedImage> decode_image(std::string_view bytes);

/// One batch element, 8 bits a sample: values are cut off (not rounded), as `np.clip(255 * x, 0,
/// 255).astype(uint8)`. `text_chunks` (UTF-8) become tEXt chunks before IDAT, in that order; iTXt where they
/// are not ASCII. The image has at least one pixel, and no side above what the format takes (JPEG 65,500;
/// WebP 16,383): then, as when the memory does not suffice, std::bad_alloc is thrown. Threads: safe.
std::string encode_png(const Image& image, int batch_index,
                       const std::vector<std::pair<std::string, std::string>>& text_chunks = {},
                       int compress_level = 4);
std::string encode_jpeg(const Image& image, int batch_index, int quality);  ///< 1 to 95; alpha is dropped
std::string encode_webp(const Image& image, int batch_index,
                        int quality);  ///< lossy, 1 to 100; alpha is kept

/// As Pillow's `ImageOps.contain` with bilinear filtering: fitted exactly into a square, aspect kept, also
/// upscaled.
Image fit_into(const Image& image, int batch_index, int side);

}  // namespace divan::engine
