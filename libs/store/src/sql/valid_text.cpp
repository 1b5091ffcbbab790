#include "sql/valid_text.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

namespace divan::sql {
namespace {

/// Bytes of the character there; 0 for what cannot be stored.
std::size_t sound_length(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0) return 0;
    return byte < 0x80 ? 1 : utf8_length(text, at);
}

bool is_sound(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sound_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace

Result<void> check_texts(std::span<const Value> values) {
    for (const Value& value : values)
        if (value.type() == Value::Type::text && !value.is_null() && !is_sound(value.text()))
            return fail(Errc::invalid_argument, "a text to be stored is no UTF-8, or holds a NUL");
    return {};
}

std::string made_sound(std::string text) {
    if (is_sound(text)) return text;
    std::string sound;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sound_length(text, at);
        if (length == 0)
            sound += "\xEF\xBF\xBD";
        else
            sound.append(text, at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return sound;
}

}  // namespace divan::sql
