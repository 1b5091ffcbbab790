#include "sql/valid_text.hpp"

#include <divan/base/text.hpp>

namespace divan::sql {
namespace {

bool is_sound(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == 0) return false;
        const std::size_t length = byte < 0x80 ? 1 : utf8_length(text, at);
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

}  // namespace divan::sql
