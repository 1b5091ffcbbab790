#include "js_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <divan/json/write.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

/// "0", "17", but not "017": what JavaScript takes as the index of an array, up to 2^32 − 2.
std::optional<std::uint64_t> array_index(std::string_view key) {
    if (key.empty() || key.size() > 10 || (key[0] == '0' && key.size() > 1)) return std::nullopt;
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error != std::errc{} || end != key.data() + key.size() || index > 0xffff'fffe) return std::nullopt;
    return index;
}

/// The shortest digits d1d2… and the exponent n of 0.d1d2… × 10^n.
struct Digits {
    std::string digits;
    int point = 0;
};

Digits shortest_digits(double positive) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, positive, std::chars_format::scientific).ptr;
    const std::string_view all{text, static_cast<std::size_t>(end - text)};
    const auto e = all.find('e');
    Digits found;
    for (const char c : all.substr(0, e))
        if (c != '.') found.digits += c;
    const auto exponent = all.substr(all[e + 1] == '+' ? e + 2 : e + 1);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), found.point);
    ++found.point;
    return found;
}

/// ECMAScript, Number::toString.
std::string js_number(double number) {
    if (!std::isfinite(number)) return "null";
    if (number == 0) return "0";
    const auto [digits, point] = shortest_digits(std::fabs(number));
    const std::string sign = number < 0 ? "-" : "";
    const int count = static_cast<int>(digits.size());
    if (count <= point && point <= 21)
        return sign + digits + std::string(static_cast<std::size_t>(point - count), '0');
    const auto at = static_cast<std::size_t>(std::max(point, 0));
    if (0 < point && point <= 21) return sign + digits.substr(0, at) + "." + digits.substr(at);
    if (-6 < point && point <= 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    const std::string fraction = count > 1 ? "." + digits.substr(1) : "";
    return sign + digits[0] + fraction + "e" + (point > 0 ? "+" : "") + std::to_string(point - 1);
}

/// Lone surrogates, which our reader keeps as three bytes, are one unit as in JavaScript.
std::u16string utf16(std::string_view text) {
    std::u16string units;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = std::min<std::size_t>(lead < 0x80   ? 1
                                                         : lead < 0xe0 ? 2
                                                         : lead < 0xf0 ? 3
                                                                       : 4,
                                                         text.size() - i);
        std::uint32_t point = length == 1 ? lead : lead & (0xffU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
        if (point >= 0x10000) {
            units += static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10));
            units += static_cast<char16_t>(0xdc00 + ((point - 0x10000) & 0x3ff));
        } else {
            units += static_cast<char16_t>(point);
        }
        i += length;
    }
    return units;
}

class JsWriter {
public:
    void value(const json::Value& value) {
        if (json::is_number(value)) {
            out_ += js_number(json::to_double(value).value_or(0));
        } else if (const auto* items = json::array_of(value)) {
            array(*items);
        } else if (const auto* members = json::object_of(value)) {
            object(*members);
        } else {
            out_ += json::write(value);
        }
    }

    std::string take() { return std::move(out_); }

private:
    void array(const json::Array& items) {
        out_ += '[';
        for (const auto& item : items) {
            if (&item != &items.front()) out_ += ',';
            value(item);
        }
        out_ += ']';
    }

    void object(const json::Object& members) {
        const char* separator = "{";
        for (const auto* member : js_enumerated(members)) {
            out_ += separator + js_quote(key_of(*member)) + ":";
            value(member->value());
            separator = ",";
        }
        out_ += *separator == '{' ? "{}" : "}";
    }

    std::string out_;
};

}  // namespace

std::string js_stringify(const json::Value& value) {
    JsWriter writer;
    writer.value(value);
    return writer.take();
}

std::string js_quote(std::string_view text) { return json::write(json::Value(text)); }

Members js_enumerated(Members members) {
    const auto named = std::stable_partition(members.begin(), members.end(), [](const auto* member) {
        return array_index(key_of(*member)).has_value();
    });
    std::sort(members.begin(), named, [](const auto* left, const auto* right) {
        return *array_index(key_of(*left)) < *array_index(key_of(*right));
    });
    return members;
}

Members js_enumerated(const json::Object& object) {
    Members members;
    for (const auto& member : object) members.push_back(&member);
    return js_enumerated(std::move(members));
}

bool js_less(std::string_view left, std::string_view right) { return utf16(left) < utf16(right); }

}  // namespace divan
