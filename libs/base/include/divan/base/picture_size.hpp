#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace divan {

enum class PictureFormat { png, jpeg, webp, gif };

struct PictureSize {
    PictureFormat format = PictureFormat::png;
    std::uint32_t width = 0, height = 0;  ///< pixels, as stored; above 0

    bool operator==(const PictureSize&) const = default;
};

/// What the header of a picture file says; no pixel is decoded. `beginning` is its first bytes: 64 suffice
/// for PNG, WebP and GIF; a JPEG tells its size behind its metadata. Nothing for other files, for damaged
/// headers and for a beginning that is too short.
std::optional<PictureSize> read_picture_size(std::string_view beginning);

/// The same for a file, of which at most the first MiB is read. Nothing also when it cannot be read.
std::optional<PictureSize> picture_size(const std::filesystem::path& file);

}  // namespace divan
