#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include <divan/json/value.hpp>

#include "spelled.hpp"

namespace divan::json {
namespace {

/// An integer from a double without a fraction, when the target type can hold it exactly.
template <class Integer>
std::optional<Integer> whole(double value) {
    constexpr double kEnd = std::is_signed_v<Integer> ? 0x1p63 : 0x1p64;
    if (!(value >= (std::is_signed_v<Integer> ? -kEnd : 0.0)) || value >= kEnd || std::trunc(value) != value)
        return std::nullopt;
    return static_cast<Integer>(value);
}

template <class Integer>
std::optional<Integer> from_spelling(std::string_view text) {
    Integer integer = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, integer);
    if (read.ec == std::errc{} && read.ptr == end) return integer;
    if (text.find_first_of(".eE") == std::string_view::npos)
        return text == "-0" ? std::optional<Integer>{0} : std::nullopt;
    return whole<Integer>(std::strtod(std::string{text}.c_str(), nullptr));
}

template <class Integer>
std::optional<Integer> to_integer(const Value& value) {
    if (const auto* number = value.if_int64())
        return std::in_range<Integer>(*number) ? std::optional{static_cast<Integer>(*number)} : std::nullopt;
    if (const auto* number = value.if_uint64())
        return std::in_range<Integer>(*number) ? std::optional{static_cast<Integer>(*number)} : std::nullopt;
    if (const auto* number = value.if_double()) return whole<Integer>(*number);
    if (const auto text = spelling_of(value); !text.empty()) return from_spelling<Integer>(text);
    return std::nullopt;
}

bool same_numbers(const Value& left, const Value& right) {
    if (const auto a = to_int64(left), b = to_int64(right); a || b) return a == b;
    if (const auto a = to_uint64(left), b = to_uint64(right); a || b) return a == b;
    if (is_integer(left) && is_integer(right)) return number_text(left) == number_text(right);
    return to_double(left) == to_double(right);
}

}  // namespace

std::optional<std::string_view> text_of(const Value& value) {
    const auto* text = value.if_string();
    if (!text || !spelling_of(value).empty()) return std::nullopt;
    return std::string_view{text->data(), text->size()};
}

bool is_text(const Value& value) { return text_of(value).has_value(); }

bool is_number(const Value& value) { return value.is_number() || !spelling_of(value).empty(); }

bool is_integer(const Value& value) {
    if (value.is_int64() || value.is_uint64()) return true;
    const auto text = spelling_of(value);
    return !text.empty() && text.find_first_of(".eE") == std::string_view::npos;
}

std::optional<std::int64_t> to_int64(const Value& value) { return to_integer<std::int64_t>(value); }
std::optional<std::uint64_t> to_uint64(const Value& value) { return to_integer<std::uint64_t>(value); }

std::optional<double> to_double(const Value& value) {
    if (const auto* number = value.if_double()) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    if (const auto text = spelling_of(value); !text.empty())
        return std::strtod(std::string{text}.c_str(), nullptr);
    return std::nullopt;
}

std::optional<bool> to_bool(const Value& value) {
    const auto* flag = value.if_bool();
    return flag ? std::optional{*flag} : std::nullopt;
}

std::string number_text(const Value& value) {
    if (const auto* number = value.if_int64()) return std::to_string(*number);
    if (const auto* number = value.if_uint64()) return std::to_string(*number);
    std::string text{spelling_of(value)};
    if (const auto* number = value.if_double()) append_repr(text, *number);
    return text;
}

std::optional<Value> make_number(std::string_view spelling) {
    if (is_number_grammar(spelling)) return number_value(spelling);
    if (spelling == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (spelling == "Infinity") return std::numeric_limits<double>::infinity();
    if (spelling == "-Infinity") return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

const Value* find(const Object& object, std::string_view key) {
    return object.if_contains({key.data(), key.size()});
}

Value detached(const Value& value) { return Value(value, boost::json::storage_ptr{}); }

const Value* find(const Value& value, std::string_view key) {
    const auto* object = value.if_object();
    return object ? find(*object, key) : nullptr;
}

const Object* object_of(const Value& value) { return value.if_object(); }
const Array* array_of(const Value& value) { return value.if_array(); }

std::string text_or(const Value& value, std::string_view key, std::string_view otherwise) {
    const auto* member = find(value, key);
    return std::string{member ? text_of(*member).value_or(otherwise) : otherwise};
}

std::string_view kind_name(const Value& value) {
    if (is_number(value)) return "number";
    switch (value.kind()) {
        case boost::json::kind::object:
            return "object";
        case boost::json::kind::array:
            return "array";
        case boost::json::kind::string:
            return "string";
        case boost::json::kind::bool_:
            return "boolean";
        default:
            return "null";
    }
}

bool same_content(const Value& left, const Value& right) {
    if (is_number(left) && is_number(right)) return same_numbers(left, right);
    if (is_number(left) || is_number(right) || left.kind() != right.kind()) return false;
    if (const auto *a = left.if_array(), *b = right.if_array(); a && b) {
        if (a->size() != b->size()) return false;
        for (std::size_t i = 0; i < a->size(); ++i)
            if (!same_content((*a)[i], (*b)[i])) return false;
        return true;
    }
    if (const auto *a = left.if_object(), *b = right.if_object(); a && b) {
        if (a->size() != b->size()) return false;
        for (const auto& [key, value] : *a) {
            const auto* other = b->if_contains(key);
            if (!other || !same_content(value, *other)) return false;
        }
        return true;
    }
    return left == right;
}

}  // namespace divan::json
