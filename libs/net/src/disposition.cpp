#include "disposition.hpp"

#include <divan/base/text.hpp>
#include <divan/net/url.hpp>

namespace divan::net {
namespace {

/// The quoted string at the front of `text`, unescaped and taken off. An unclosed one goes on to the end.
std::string take_quoted(std::string_view& text) {
    std::string value;
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    text.remove_prefix(std::min(text.size(), i + 1));
    return value;
}

std::string take_plain(std::string_view& text) {
    const auto end = std::min(text.find(';'), text.size());
    const std::string value{trim(text.substr(0, end))};
    text.remove_prefix(end);
    return value;
}

void skip_past(std::string_view& text, char mark) {
    const auto at = text.find(mark);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
}

}  // namespace

std::optional<std::string> ParameterList::find(std::string_view name) const {
    for (const auto& [key, found] : parameters)
        if (key == name) return found;
    return std::nullopt;
}

ParameterList parse_parameters(std::string_view text) {
    ParameterList list;
    list.value = to_lower(take_plain(text));
    for (skip_past(text, ';'); !text.empty(); skip_past(text, ';')) {
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || equals > text.find(';')) continue;
        std::string name = to_lower(trim(text.substr(0, equals)));
        text.remove_prefix(equals + 1);
        text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t")));
        std::string value = text.starts_with('"') ? take_quoted(text) : take_plain(text);
        list.parameters.emplace_back(std::move(name), std::move(value));
    }
    return list;
}

std::optional<std::string> decode_extended(std::string_view text) {
    const auto charset_end = text.find('\'');
    if (charset_end == std::string_view::npos) return std::nullopt;
    const auto language_end = text.find('\'', charset_end + 1);
    if (language_end == std::string_view::npos) return std::nullopt;
    const std::string charset = to_lower(text.substr(0, charset_end));
    if (charset != "utf-8" && charset != "us-ascii") return std::nullopt;
    return percent_decode(text.substr(language_end + 1));
}

}  // namespace divan::net
