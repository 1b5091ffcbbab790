#include "execution/python_text.hpp"

#include <fmt/format.h>

namespace divan::engine {
namespace {

std::string escaped(char letter, char quote) {
    switch (letter) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        case '\\':
            return "\\\\";
        default:
            break;
    }
    if (letter == quote) return {'\\', letter};
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, letter);
}

/// Python prefers single quotes, unless only double ones spare it an escape.
std::string quoted(std::string_view text) {
    const bool single = text.find('\'') != std::string_view::npos;
    const char quote = single && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string shown(1, quote);
    for (const char letter : text) shown += escaped(letter, quote);
    return shown + quote;
}

std::string number(const json::Value& value) {
    const std::string text = json::number_text(value);
    if (text == "NaN") return "nan";
    if (text == "Infinity") return "inf";
    return text == "-Infinity" ? "-inf" : text;
}

std::string list(const json::Array& items) {
    std::string shown = "[";
    for (std::size_t i = 0; i < items.size(); ++i) shown += (i ? ", " : "") + python_repr(items[i]);
    return shown + "]";
}

std::string dictionary(const json::Object& members) {
    std::string shown = "{";
    for (const auto& member : members) {
        if (shown.size() > 1) shown += ", ";
        shown += quoted(member.key()) + ": " + python_repr(member.value());
    }
    return shown + "}";
}

}  // namespace

std::string python_repr(const json::Value& value) {
    if (const auto text = json::text_of(value)) return quoted(*text);
    if (const auto flag = json::to_bool(value)) return *flag ? "True" : "False";
    if (json::is_number(value)) return number(value);
    if (const json::Array* items = json::array_of(value)) return list(*items);
    if (const json::Object* members = json::object_of(value)) return dictionary(*members);
    return "None";
}

std::string python_str(const json::Value& value) {
    const auto text = json::text_of(value);
    return text ? std::string{*text} : python_repr(value);
}

}  // namespace divan::engine
