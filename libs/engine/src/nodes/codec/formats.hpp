#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>

#include <divan/engine/image_codec.hpp>
#include "nodes/codec/bytes.hpp"

/// The decoders and encoders of the single formats. All errors are `malformed_reply`.
namespace divan::engine::codec {

using TextChunks = std::vector<std::pair<std::string, std::string>>;

Result<DecodedImage> decode_png(std::string_view bytes);

/// Throws std::bad_alloc when the memory does not suffice, as the other encoders do.
std::string encode_png_raster(const Raster& raster, const TextChunks& text_chunks, int compress_level);

Result<DecodedImage> decode_jpeg(std::string_view bytes);
std::string encode_jpeg_raster(const Raster& raster, int quality);

Result<DecodedImage> decode_webp(std::string_view bytes);
std::string encode_webp_raster(const Raster& raster, int quality);

}  // namespace divan::engine::codec
