#include <divan/engine/image_codec.hpp>

#include <algorithm>
#include <cmath>

#include "nodes/codec/formats.hpp"
#include "nodes/pixels/pillow_resize.hpp"

namespace divan::engine {

namespace {

enum class Format { png, jpeg, webp, other };

Format format_of(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return Format::png;
    if (bytes.starts_with("\xff\xd8\xff")) return Format::jpeg;
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return Format::webp;
    return Format::other;
}

tl::unexpected<Error> unknown_format() {
    return fail(Errc::malformed_reply, "this is no picture that can be read here",
                "PNG, JPEG and WebP are taken");
}

/// Where the pixel at (x, y) of the upright picture stands in the stored one.
std::pair<int, int> stored_place(const Image& stored, int orientation, int x, int y) {
    const int right = stored.width - 1, bottom = stored.height - 1;
    switch (orientation) {
        case 2:
            return {right - x, y};
        case 3:
            return {right - x, bottom - y};
        case 4:
            return {x, bottom - y};
        case 5:
            return {y, x};
        case 6:
            return {y, bottom - x};
        case 7:
            return {right - y, bottom - x};
        case 8:
            return {right - y, x};
        default:
            return {x, y};
    }
}

}  // namespace

Result<DecodedImage> decode_image(std::string_view bytes) {
    switch (format_of(bytes)) {
        case Format::png:
            return codec::decode_png(bytes);
        case Format::jpeg:
            return codec::decode_jpeg(bytes);
        case Format::webp:
            return codec::decode_webp(bytes);
        case Format::other:
            break;
    }
    return unknown_format();
}

Image upright(Image image, int orientation) {
    if (orientation < 2 || orientation > 8) return image;
    const bool turned = orientation >= 5;
    Image result{image.batch, turned ? image.width : image.height, turned ? image.height : image.width,
                 image.channels};
    for (int b = 0; b < result.batch; ++b)
        for (int y = 0; y < result.height; ++y)
            for (int x = 0; x < result.width; ++x) {
                const auto [from_x, from_y] = stored_place(image, orientation, x, y);
                std::copy_n(&image.values[image.index(b, from_y, from_x, 0)], image.channels,
                            &result.values[result.index(b, y, x, 0)]);
            }
    return result;
}

std::string encode_png(const Image& image, int batch_index,
                       const std::vector<std::pair<std::string, std::string>>& text_chunks,
                       int compress_level) {
    return codec::encode_png_raster(codec::to_raster(image, batch_index), text_chunks, compress_level);
}

std::string encode_jpeg(const Image& image, int batch_index, int quality) {
    return codec::encode_jpeg_raster(codec::to_raster(image, batch_index), quality);
}

std::string encode_webp(const Image& image, int batch_index, int quality) {
    return codec::encode_webp_raster(codec::to_raster(image, batch_index), quality);
}

Image fit_into(const Image& image, int batch_index, int side) {
    const double width = image.width, height = image.height;
    int to_width = side, to_height = side;
    if (width > height) to_height = std::max(1, static_cast<int>(std::nearbyint(height / width * side)));
    if (width < height) to_width = std::max(1, static_cast<int>(std::nearbyint(width / height * side)));
    const codec::Raster fitted =
        pillow_resize(codec::to_raster(image, batch_index), to_width, to_height, PillowFilter::bilinear);
    Image result{1, fitted.height, fitted.width, fitted.channels};
    codec::from_raster(fitted, result, 0);
    return result;
}

}  // namespace divan::engine
