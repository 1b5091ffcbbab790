#include <divan/base/picture_size.hpp>

#include <fstream>
#include <string>

namespace divan {
namespace {

constexpr std::size_t kBeginning = std::size_t{1} << 20;

std::uint32_t byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

std::uint32_t big16(std::string_view text, std::size_t at) {
    return byte(text, at) << 8 | byte(text, at + 1);
}
std::uint32_t big32(std::string_view text, std::size_t at) {
    return big16(text, at) << 16 | big16(text, at + 2);
}
std::uint32_t little16(std::string_view text, std::size_t at) {
    return byte(text, at + 1) << 8 | byte(text, at);
}
std::uint32_t little24(std::string_view text, std::size_t at) {
    return byte(text, at + 2) << 16 | little16(text, at);
}

std::optional<PictureSize> sized(PictureFormat format, std::uint32_t width, std::uint32_t height) {
    if (width == 0 || height == 0) return std::nullopt;
    PictureSize size;
    size.format = format;
    size.width = width;
    size.height = height;
    return size;
}

std::optional<PictureSize> read_png(std::string_view text) {
    if (text.size() < 24 || text.substr(12, 4) != "IHDR") return std::nullopt;
    return sized(PictureFormat::png, big32(text, 16), big32(text, 20));
}

std::optional<PictureSize> read_gif(std::string_view text) {
    if (text.size() < 10) return std::nullopt;
    return sized(PictureFormat::gif, little16(text, 6), little16(text, 8));
}

/// Lossy, lossless and extended files each keep their size in another place and form.
std::optional<PictureSize> read_webp(std::string_view text) {
    if (text.size() < 30) return std::nullopt;
    const std::string_view kind = text.substr(12, 4);
    if (kind == "VP8 ") {
        if (text.substr(23, 3) != "\x9d\x01\x2a") return std::nullopt;
        return sized(PictureFormat::webp, little16(text, 26) & 0x3fff, little16(text, 28) & 0x3fff);
    }
    if (kind == "VP8L") {
        if (text[20] != 0x2f) return std::nullopt;
        const std::uint32_t bits = little24(text, 21) | byte(text, 24) << 24;
        return sized(PictureFormat::webp, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    }
    if (kind == "VP8X") return sized(PictureFormat::webp, little24(text, 24) + 1, little24(text, 27) + 1);
    return std::nullopt;
}

/// A frame header, but not the tables and the arithmetic-coding marker that lie in the same range.
bool is_frame(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::optional<PictureSize> read_jpeg(std::string_view text) {
    for (std::size_t at = 2; at + 9 <= text.size();) {
        if (byte(text, at) != 0xff) return std::nullopt;
        const std::uint32_t marker = byte(text, at + 1);
        if (marker == 0xff) {  // a filler
            ++at;
            continue;
        }
        const bool bare = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
        if (is_frame(marker)) return sized(PictureFormat::jpeg, big16(text, at + 7), big16(text, at + 5));
        if (marker == 0xd9 || marker == 0xda) return std::nullopt;  // the pixels begin, or the file ends
        at += bare ? 2 : 2 + big16(text, at + 2);
    }
    return std::nullopt;
}

}  // namespace

std::optional<PictureSize> read_picture_size(std::string_view beginning) {
    if (beginning.starts_with("\x89PNG\r\n\x1a\n")) return read_png(beginning);
    if (beginning.starts_with("\xff\xd8\xff")) return read_jpeg(beginning);
    if (beginning.starts_with("GIF87a") || beginning.starts_with("GIF89a")) return read_gif(beginning);
    if (beginning.starts_with("RIFF") && beginning.substr(0, 12).ends_with("WEBP"))
        return read_webp(beginning);
    return std::nullopt;
}

std::optional<PictureSize> picture_size(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string beginning(kBeginning, '\0');
    stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(stream.gcount()));
    return read_picture_size(beginning);
}

}  // namespace divan
