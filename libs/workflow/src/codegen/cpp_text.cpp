#include "cpp_text.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <divan/base/text.hpp>

namespace divan::codegen {
namespace {

bool has(const std::string& text, std::string_view any_of) {
    return text.find_first_of(any_of) != std::string::npos;
}

/// C1 controls, soft hyphen, zero-width and direction marks, line and paragraph separators: they make source
/// that reads otherwise than it compiles.
bool is_deceptive(std::string_view character) {
    constexpr std::string_view kMarks[] = {"\xc2\xad", "\xd8\x9c", "\xef\xbb\xbf"};
    for (const auto mark : kMarks)
        if (character == mark) return true;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 2 && byte(0) == 0xc2) return byte(1) < 0xa0;
    if (character.size() != 3 || byte(0) != 0xe2) return false;
    if (byte(1) == 0x80) return (byte(2) >= 0x8b && byte(2) <= 0x8f) || (byte(2) >= 0xa8 && byte(2) <= 0xae);
    return byte(1) == 0x81 && byte(2) >= 0xa0 && byte(2) <= 0xaf;
}

std::string safe_character(std::string_view text, std::size_t at, std::size_t length) {
    if (length == 0) return "\xef\xbf\xbd";
    const auto character = text.substr(at, length);
    const bool control =
        length == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7f);
    return control || is_deceptive(character) ? " " : std::string{character};
}

}  // namespace

std::optional<std::string> string_literal(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    std::string literal = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            literal += {'\\', c};
        else if (c == '\n')
            literal += "\\n";
        else if (c == '?' || byte < 0x20 ||
                 byte >= 0x7f)  // '?': no trigraph; three octal digits end by themselves
            literal += c == '?' ? "\\?" : fmt::format("\\{:03o}", byte);
        else
            literal += c;
    }
    return literal + '"';
}

std::vector<std::string> comment_lines(std::string_view foreign, std::size_t width) {
    std::string clean;
    for (std::size_t at = 0, length = 0; at < foreign.size(); at += length ? length : 1) {
        length = utf8_length(foreign, at);
        clean += safe_character(foreign, at, length);
    }
    std::vector<std::string> lines;
    for (auto& word : split(clean, ' ')) {
        if (word.empty()) continue;
        if (word.back() == '\\' || word.ends_with("?\?/"))
            word += '.';  // or it would draw the next line into the comment
        if (!lines.empty() && lines.back().size() + 1 + word.size() <= width)
            lines.back() += ' ' + word;
        else
            lines.push_back(word);
    }
    return lines;
}

std::string comment_text(std::string_view foreign) {
    return join(comment_lines(foreign, std::numeric_limits<std::size_t>::max() / 2), " ");
}

std::optional<std::string> integer_literal(const json::Value& number) {
    if (!json::is_number(number)) return std::nullopt;
    if (const auto small = json::to_int64(number)) {
        if (*small == std::numeric_limits<std::int64_t>::min()) return "-9223372036854775807 - 1";
        return std::to_string(*small);
    }
    if (const auto large = json::to_uint64(number)) return std::to_string(*large) + "u";
    if (json::is_integer(number)) return std::nullopt;
    const double whole = std::trunc(json::to_double(number).value_or(std::nan("")));
    if (!(std::abs(whole) < 0x1p63)) return std::nullopt;
    return std::to_string(static_cast<std::int64_t>(whole));
}

std::optional<std::string> float_literal(const json::Value& number) {
    const auto value = json::to_double(number);
    if (!value) return std::nullopt;
    if (std::isnan(*value)) return "::std::numeric_limits<double>::quiet_NaN()";
    if (std::isinf(*value))
        return std::string{*value < 0 ? "-" : ""} + "::std::numeric_limits<double>::infinity()";
    std::string text = fmt::format("{}", *value);  // the shortest one that reads back as the same double
    if (!has(text, ".e")) text += ".0";
    return text;
}

}  // namespace divan::codegen
