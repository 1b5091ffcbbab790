#include "media_type.hpp"

#include <array>

#include <divan/base/text.hpp>
#include <divan/workflow/attachments.hpp>

namespace divan {
namespace {

struct MediaType {
    std::string_view extension, name;
};

/// The first row of a media type has the extension that we give to it.
constexpr std::array kTypes{
    MediaType{"png", "image/png"},         MediaType{"apng", "image/apng"},
    MediaType{"jpg", "image/jpeg"},        MediaType{"jpeg", "image/jpeg"},
    MediaType{"webp", "image/webp"},       MediaType{"gif", "image/gif"},
    MediaType{"bmp", "image/bmp"},         MediaType{"tif", "image/tiff"},
    MediaType{"tiff", "image/tiff"},       MediaType{"avif", "image/avif"},
    MediaType{"heic", "image/heic"},       MediaType{"exr", "image/x-exr"},
    MediaType{"svg", "image/svg+xml"},     MediaType{"mp4", "video/mp4"},
    MediaType{"m4v", "video/mp4"},         MediaType{"webm", "video/webm"},
    MediaType{"mov", "video/quicktime"},   MediaType{"mkv", "video/x-matroska"},
    MediaType{"avi", "video/x-msvideo"},   MediaType{"wav", "audio/wav"},
    MediaType{"mp3", "audio/mpeg"},        MediaType{"flac", "audio/flac"},
    MediaType{"ogg", "audio/ogg"},         MediaType{"opus", "audio/ogg"},
    MediaType{"m4a", "audio/mp4"},         MediaType{"glb", "model/gltf-binary"},
    MediaType{"gltf", "model/gltf+json"},  MediaType{"obj", "model/obj"},
    MediaType{"stl", "model/stl"},         MediaType{"txt", "text/plain"},
    MediaType{"json", "application/json"},
};

struct Signature {
    std::size_t at;
    std::string_view bytes, name;
};

using namespace std::string_view_literals;

/// The first that fits counts.
constexpr std::array kSignatures{
    Signature{0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    Signature{0, "\xff\xd8\xff"sv, "image/jpeg"},
    Signature{8, "WEBP"sv, "image/webp"},
    Signature{0, "GIF8"sv, "image/gif"},
    Signature{0, "II*\0"sv, "image/tiff"},
    Signature{0, "MM\0*"sv, "image/tiff"},
    Signature{0, "\x76\x2f\x31\x01"sv, "image/x-exr"},
    Signature{4, "ftypavif"sv, "image/avif"},
    Signature{4, "ftypavis"sv, "image/avif"},
    Signature{4, "ftyphei"sv, "image/heic"},
    Signature{4, "ftypmif1"sv, "image/heic"},
    Signature{4, "ftypqt  "sv, "video/quicktime"},
    Signature{4, "ftypM4A "sv, "audio/mp4"},
    Signature{4, "ftyp"sv, "video/mp4"},
    Signature{8, "WAVE"sv, "audio/wav"},
    Signature{8, "AVI "sv, "video/x-msvideo"},
    Signature{0, "ID3"sv, "audio/mpeg"},
    Signature{0, "\xff\xfb"sv, "audio/mpeg"},
    Signature{0, "\xff\xf3"sv, "audio/mpeg"},
    Signature{0, "\xff\xf2"sv, "audio/mpeg"},
    Signature{0, "fLaC"sv, "audio/flac"},
    Signature{0, "OggS"sv, "audio/ogg"},
    Signature{0, "glTF"sv, "model/gltf-binary"},
};

/// "BM" alone begins many a text; four reserved bytes are zero.
bool is_bmp(std::string_view content) {
    return content.starts_with("BM") && content.size() >= 10 && content.substr(6, 4) == "\0\0\0\0"sv;
}

constexpr std::string_view kEbml = "\x1a\x45\xdf\xa3";  // WebM and Matroska; they differ in a word further on

}  // namespace

std::string_view extension_of_media_type(std::string_view media_type) {
    for (const MediaType& type : kTypes)
        if (type.name == media_type) return type.extension;
    return "bin";
}

std::string_view media_type_of_name(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return {};
    const std::string extension = to_lower(file_name.substr(dot + 1));
    for (const MediaType& type : kTypes)
        if (type.extension == extension) return type.name;
    return {};
}

std::string_view media_type_of_content(std::string_view content) {
    const bool is_riff = content.starts_with("RIFF");
    for (const Signature& signature : kSignatures) {
        if (signature.at == 8 && !is_riff) continue;
        if (content.size() >= signature.at && content.substr(signature.at).starts_with(signature.bytes))
            return signature.name;
    }
    if (is_bmp(content)) return "image/bmp";
    if (!content.starts_with(kEbml)) return {};
    return content.substr(0, 64).find("webm") != std::string_view::npos ? "video/webm" : "video/x-matroska";
}

}  // namespace divan
