#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>

#include <divan/engine/image.hpp>

namespace divan::engine::codec {

inline constexpr int kMaxSide = 32'768;
inline constexpr std::int64_t kMaxPixels = 268'435'456;

/// 8 bits a sample, rows without gaps; `channels` is 3 or 4.
struct Raster {
    int width = 0, height = 0, channels = 3;
    std::vector<std::uint8_t> samples;

    Raster() = default;
    Raster(int w, int h, int c)
        : width{w},
          height{h},
          channels{c},
          samples(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * static_cast<std::size_t>(c)) {}
    std::size_t stride() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    }
    const std::uint8_t* row(int y) const { return samples.data() + static_cast<std::size_t>(y) * stride(); }
    std::uint8_t* row(int y) { return samples.data() + static_cast<std::size_t>(y) * stride(); }
};

inline tl::unexpected<Error> damaged(std::string_view format, std::string_view why) {
    return fail(Errc::malformed_reply,
                std::string{"the "}.append(format).append(" picture cannot be read: ").append(why));
}

/// Refuses what is larger than a decoder here takes, before anything of that size is allocated.
inline Result<void> check_size(std::string_view format, std::int64_t width, std::int64_t height,
                               std::int64_t frames = 1) {
    if (width < 1 || height < 1) return damaged(format, "it has no pixels");
    if (width > kMaxSide || height > kMaxSide) return damaged(format, "a side is longer than 32,768");
    if (frames > kMaxPixels || width * height > kMaxPixels / frames)
        return damaged(format, "it has more than 268 megapixels");
    return {};
}

/// `clip(255 * x, 0, 255)` cut off to a byte; NaN gives 0.
inline std::uint8_t to_byte(float value) {
    const float scaled = 255.0F * value;
    if (!(scaled > 0)) return 0;
    return scaled >= 255.0F ? 255 : static_cast<std::uint8_t>(scaled);
}

/// One batch element as bytes, with the image's channels (more than 4 are dropped).
Raster to_raster(const Image& image, int batch_index);
/// Byte / 255, into batch element `batch_index` of `image`, which has the raster's size and channels.
void from_raster(const Raster& raster, Image& image, int batch_index);

/// The orientation tag (0x0112) of an EXIF block that begins with the TIFF header; 1 when it is absent or
/// damaged.
int exif_orientation(std::string_view tiff);
/// Without the "Exif\0\0" in front, when it is there.
std::string_view without_exif_mark(std::string_view block);

}  // namespace divan::engine::codec
