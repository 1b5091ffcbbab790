#include <divan/engine/make_picture.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "nodes/codec/formats.hpp"
#include "nodes/pixels/pillow_resize.hpp"

namespace divan::engine {
namespace {

constexpr int kMostWebp = 16'383, kMostJpeg = 65'500, kBestJpeg = 95;

struct Size {
    int width = 0, height = 0;
};

/// The largest size of that aspect that fits; never larger than it is, never nothing.
Size fitted(const codec::Raster& source, const PictureWish& wish) {
    double factor = 1;
    if (wish.width > 0) factor = std::min(factor, static_cast<double>(wish.width) / source.width);
    if (wish.height > 0) factor = std::min(factor, static_cast<double>(wish.height) / source.height);
    const auto side = [factor](int full) {
        return std::max(1, static_cast<int>(std::lround(full * factor)));
    };
    return {side(source.width), side(source.height)};
}

/// Alpha blended onto white, in place.
codec::Raster on_white(const codec::Raster& source) {
    if (source.channels == 3) return source;
    codec::Raster flat{source.width, source.height, 3};
    const std::uint8_t* from = source.samples.data();
    for (std::size_t at = 0; at < flat.samples.size(); at += 3, from += 4)
        for (std::size_t c = 0; c < 3; ++c)
            flat.samples[at + c] =
                static_cast<std::uint8_t>((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
    return flat;
}

bool is_of_one_colour(const codec::Raster& raster) {
    const auto pixel = static_cast<std::size_t>(raster.channels);
    return std::equal(raster.samples.begin() + raster.channels, raster.samples.end(), raster.samples.begin(),
                      raster.samples.end() - static_cast<std::ptrdiff_t>(pixel));
}

Result<void> check(const PictureWish& wish) {
    const bool known =
        wish.format.empty() || wish.format == "png" || wish.format == "jpeg" || wish.format == "webp";
    if (!known)
        return fail(Errc::invalid_argument, "pictures are not written as '" + wish.format + "'",
                    "png, jpeg and webp are");
    if (wish.width < 0 || wish.height < 0 || wish.quality < 1 || wish.quality > 100)
        return fail(Errc::invalid_argument, "a side is below 0, or the quality is not from 1 to 100");
    return {};
}

Result<std::string> encode(const codec::Raster& raster, const std::string& format, int quality) {
    const int most = format == "webp" ? kMostWebp : format == "jpeg" ? kMostJpeg : codec::kMaxSide;
    if (std::max(raster.width, raster.height) > most)
        return fail(Errc::invalid_argument, fmt::format("a {} has at most {} pixels a side", format, most),
                    "ask for a smaller picture, or for png");
    if (format == "jpeg") return codec::encode_jpeg_raster(on_white(raster), std::min(quality, kBestJpeg));
    if (format == "webp") return codec::encode_webp_raster(raster, quality);
    return codec::encode_png_raster(raster, {}, 6);
}

}  // namespace

Result<MadePicture> make_picture(std::string_view bytes, const PictureWish& wish) {
    if (auto sound = check(wish); !sound) return fail(std::move(sound).error());
    auto decoded = decode_image(bytes);
    if (!decoded) return fail(std::move(decoded).error());
    MadePicture made;
    made.format = wish.format.empty() ? decoded->format : wish.format;
    codec::Raster raster;
    {
        const Image seen = upright(std::move(decoded->image), decoded->orientation);
        raster = codec::to_raster(seen, 0);
    }
    made.one_colour = is_of_one_colour(raster);
    made.source_width = raster.width;
    made.source_height = raster.height;
    const Size size = fitted(raster, wish);
    if (size.width != raster.width || size.height != raster.height)
        raster = pillow_resize(raster, size.width, size.height, PillowFilter::lanczos);
    made.width = raster.width;
    made.height = raster.height;
    auto written = encode(raster, made.format, wish.quality);
    if (!written) return fail(std::move(written).error());
    made.bytes = std::move(*written);
    return made;
}

}  // namespace divan::engine
