#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan::engine {

/// What is to become of a picture.
struct PictureWish {
    int width = 0, height = 0;  ///< it is scaled down until it fits; 0: no bound. It is never enlarged.
    std::string format;         ///< "png", "jpeg" or "webp"; empty: the one it has
    int quality = 85;           ///< of JPEG and WebP, 1 to 100 (JPEG: at most 95)

    PictureWish() = default;
};

struct MadePicture {
    std::string bytes;  ///< without metadata
    std::string format;
    int width = 0, height = 0;                ///< upright
    int source_width = 0, source_height = 0;  ///< upright, too
    bool one_colour = false;                  ///< all pixels of the source are equal

    MadePicture() = default;
    bool scaled() const { return width != source_width || height != source_height; }
};

/// Scales a PNG, JPEG or WebP down (Lanczos, 8 bits a sample), keeping its aspect and its alpha, turns it
/// upright, and writes it without metadata and colour profile. JPEG has no alpha: there it stands on white.
/// Of an animation the first frame is taken. Errors: `malformed_reply` for a picture that cannot be read,
/// `invalid_argument` for a wish that means nothing, and for a side that the format cannot have (JPEG 65,500,
/// WebP 16,383). Throws std::bad_alloc. Threads: safe.
Result<MadePicture> make_picture(std::string_view bytes, const PictureWish& wish);

}  // namespace divan::engine
