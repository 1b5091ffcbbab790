#include "files/file_names.hpp"

#include <vector>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/net/url.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestPath = 512;

/// U+200E, U+200F, U+202A … U+202E, U+2066 … U+2069: "gnp.exe" could pass for "exe.png".
bool turns_direction(std::string_view character) {
    if (character.size() != 3 || character[0] != '\xe2') return false;
    const auto second = static_cast<unsigned char>(character[1]),
               third = static_cast<unsigned char>(character[2]);
    return (second == 0x80 && (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae))) ||
           (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

/// UTF-8 without control characters and without marks of direction.
std::string plain_text(std::string_view foreign) {
    std::string text;
    for (std::size_t at = 0; at < foreign.size();) {
        const std::size_t length = utf8_length(foreign, at);
        const std::string_view character = foreign.substr(at, length == 0 ? 1 : length);
        at += character.size();
        const bool c1 = character.size() == 2 && character[0] == '\xc2' &&
                        static_cast<unsigned char>(character[1]) < 0xa0;
        if (length == 0 || c1)
            text += '_';
        else if (!turns_direction(character))
            text += character;
    }
    return text;
}

std::vector<std::string> parts_of(std::string_view foreign) {
    std::string text = plain_text(foreign);
    for (char& c : text)
        if (c == '\\') c = '/';
    std::vector<std::string> parts;
    for (const std::string& part : split(text, '/'))
        if (trim(part).find_first_not_of(". ") != std::string_view::npos)
            parts.push_back(safe_file_name(part));
    return parts;
}

std::string ascii(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) == 0x80) continue;  // one "_" for each character
        plain += byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_';
    }
    return plain;
}

}  // namespace

std::string clean_path(std::string_view foreign) {
    std::string path;
    const std::vector<std::string> parts = parts_of(foreign);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        if (path.size() + part->size() + 1 > kLongestPath) break;
        path = path.empty() ? *part : *part + "/" + path;
    }
    return path;
}

std::string content_disposition(bool shown_in_page, std::string_view path) {
    const std::vector<std::string> parts = parts_of(path);
    const std::string name = parts.empty() ? "file" : parts.back();
    return std::string{shown_in_page ? "inline" : "attachment"} + "; filename=\"" + ascii(name) +
           "\"; filename*=UTF-8''" + net::percent_encode(name);
}

}  // namespace divan::gateway
