#include <algorithm>
#include <optional>

#include <divan/base/text.hpp>
#include <divan/store/asset_store.hpp>

namespace divan::store {
namespace {

using namespace std::string_view_literals;

bool has(std::string_view bytes, std::size_t at, std::string_view what) {
    return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

/// ISO media: a box "ftyp" whose brands tell pictures from films.
std::optional<std::string> iso_media(std::string_view bytes) {
    if (!has(bytes, 4, "ftyp")) return std::nullopt;
    if (has(bytes, 8, "avif") || has(bytes, 8, "avis")) return "image/avif";
    for (const auto brand :
         {"isom"sv, "iso2"sv, "iso4"sv, "iso5"sv, "iso6"sv, "mp41"sv, "mp42"sv, "avc1"sv, "M4V "sv, "dash"sv})
        if (has(bytes, 8, brand)) return "video/mp4";
    return std::nullopt;
}

std::optional<std::string> riff(std::string_view bytes) {
    if (!has(bytes, 0, "RIFF")) return std::nullopt;
    if (has(bytes, 8, "WEBP")) return "image/webp";
    if (has(bytes, 8, "WAVE")) return "audio/wav";
    return std::nullopt;
}

bool is_mp3(std::string_view bytes) {
    if (has(bytes, 0, "ID3")) return true;
    if (bytes.size() < 3) return false;
    // A frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist.
    const auto second = static_cast<unsigned char>(bytes[1]), third = static_cast<unsigned char>(bytes[2]);
    return bytes[0] == '\xff' && (second & 0xE6) == 0xE2 && (second & 0x18) != 0x08 && (third >> 4) != 15 &&
           (third >> 4) != 0 && (third & 0x0C) != 0x0C;
}

/// Printable UTF-8; a character that the end cuts in two is no fault.
bool is_text(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') return false;
        if (byte == 0x7f) return false;
        const std::size_t length = byte < 0x80 ? 1 : utf8_length(bytes, at);
        if (length == 0) return byte >= 0xC2 && bytes.size() - at < 4;
        at += length;
    }
    return !bytes.empty();
}

/// Words that make a browser read markup; such a text is only ever offered to be saved.
bool is_markup(std::string_view text) { return !trim(text).empty() && trim(text).front() == '<'; }

/// Documents that may be made of text alone, and that programs run.
bool is_document(std::string_view text) {
    return text.starts_with("%PDF-") || text.starts_with("%!PS") || text.starts_with("{\\rtf");
}

}  // namespace

std::string sniff_content_type(std::string_view bytes) {
    if (has(bytes, 0, "\x89PNG\r\n\x1a\n")) return "image/png";
    if (has(bytes, 0, "\xff\xd8\xff")) return "image/jpeg";
    if (has(bytes, 0, "GIF87a") || has(bytes, 0, "GIF89a")) return "image/gif";
    if (const auto type = riff(bytes)) return *type;
    if (const auto type = iso_media(bytes)) return *type;
    if (has(bytes, 0, "\x1a\x45\xdf\xa3"sv) && bytes.substr(0, 64).find("webm") != std::string_view::npos)
        return "video/webm";
    if (has(bytes, 0, "fLaC")) return "audio/flac";
    if (has(bytes, 0, "OggS")) return "audio/ogg";
    if (has(bytes, 0, "glTF\x02\0\0\0"sv)) return "model/gltf-binary";
    if (is_mp3(bytes)) return "audio/mpeg";
    if (!is_text(bytes) || is_markup(bytes) || is_document(trim(bytes))) return "application/octet-stream";
    const std::string_view text = trim(bytes);
    return text.starts_with('{') || text.starts_with('[') ? "application/json" : "text/plain";
}

}  // namespace divan::store
