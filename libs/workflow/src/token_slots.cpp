#include "token_slots.hpp"

#include <divan/base/text.hpp>

namespace divan {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_token(std::string_view text) {
    if (text.empty() || !is_letter(text[0])) return false;
    for (const char c : text)
        if (!is_letter(c) && !(c >= '0' && c <= '9')) return false;
    return true;
}

/// The slot whose braces open at `begin`.
std::optional<TokenSlot> slot_at(std::string_view text, std::size_t begin) {
    const std::size_t close = text.find_first_of("{}\"\\", begin + 2);
    if (close == std::string_view::npos || text.substr(close, 2) != "}}") return std::nullopt;
    const std::string_view token = trim(text.substr(begin + 2, close - begin - 2));
    if (!is_token(token)) return std::nullopt;
    return TokenSlot{begin, close + 2, to_upper(token)};
}

/// Where the string that opens at `quote` ends (behind its closing quote).
std::size_t string_end(std::string_view json, std::size_t quote) {
    for (std::size_t at = quote + 1; at < json.size(); ++at) {
        if (json[at] == '\\')
            ++at;
        else if (json[at] == '"')
            return at + 1;
    }
    return json.size();
}

}  // namespace

std::string to_upper(std::string_view text) {
    std::string upper{text};
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

std::optional<TokenSlot> next_slot(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find("{{", from); at != std::string_view::npos; at = text.find("{{", at + 1))
        if (auto slot = slot_at(text, at)) return slot;
    return std::nullopt;
}

std::string quote_bare_slots(std::string_view json) {
    std::string out;
    out.reserve(json.size() + 16);
    for (std::size_t at = 0; at < json.size();) {
        std::size_t end = at + 1;
        if (json[at] == '"') {
            end = string_end(json, at);
        } else if (const auto slot = json.substr(at, 2) == "{{" ? slot_at(json, at) : std::nullopt) {
            out += "\"{{" + slot->token + "}}\"";
            at = slot->end;
            continue;
        }
        out += json.substr(at, end - at);
        at = end;
    }
    return out;
}

// The parser's limit of depth bounds the recursion below.

bool for_each_text(json::Value& value, const std::function<bool(json::Value& text)>& visit) {
    if (json::is_text(value)) return visit(value);
    if (json::array_of(value)) {
        for (json::Value& item : value.get_array())
            if (!for_each_text(item, visit)) return false;
    } else if (json::object_of(value)) {
        for (auto& member : value.get_object())
            if (!for_each_text(member.value(), visit)) return false;
    }
    return true;
}

std::optional<std::string> key_with_slot(const json::Value& value) {
    if (const auto* array = json::array_of(value)) {
        for (const json::Value& item : *array)
            if (auto found = key_with_slot(item)) return found;
    } else if (const auto* object = json::object_of(value)) {
        for (const auto& member : *object) {
            const std::string_view key{member.key().data(), member.key().size()};
            if (next_slot(key)) return std::string{key};
            if (auto found = key_with_slot(member.value())) return found;
        }
    }
    return std::nullopt;
}

}  // namespace divan
