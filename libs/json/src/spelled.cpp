#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "spelled.hpp"

namespace divan::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// True when the text is surely what `repr` would write: no exponent, at most 15 significant digits, no
/// needless zero.
bool plainly_canonical(std::string_view text) {
    if (text.front() == '-') text.remove_prefix(1);
    const auto point = text.find('.');
    if (point == std::string_view::npos || text.find_first_of("eE") != std::string_view::npos) return false;
    const auto fraction = text.substr(point + 1);
    if (fraction.back() == '0' && fraction != "0") return false;
    if (text.size() - 1 > 15) return false;
    if (text[0] != '0') return true;
    const auto first_digit = fraction.find_first_not_of('0');
    return fraction == "0" || first_digit <= 3;  // from 1e-05 on, repr turns to exponents
}

double nearest_double(std::string_view text) {
    double number = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number).ec == std::errc::result_out_of_range)
        number =
            std::strtod(std::string{text}.c_str(), nullptr);  // ±huge or ±0, where from_chars leaves it open
    return number;
}

Value spelled_value(std::string_view text, boost::json::storage_ptr storage) {
    boost::json::string marked{std::move(storage)};
    marked.reserve(text.size() + 1);
    marked.push_back(kSpelledMark);
    marked.append(boost::json::string_view{text.data(), text.size()});
    return marked;
}

}  // namespace

bool is_number_grammar(std::string_view text) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    const std::size_t whole = skip_digits(text, at);
    if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t end = skip_digits(text, at + 1);
        if (end == at + 1) return false;
        at = end;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t start = at + 1;
        if (start < text.size() && (text[start] == '+' || text[start] == '-')) ++start;
        const std::size_t end = skip_digits(text, start);
        if (end == start) return false;
        at = end;
    }
    return at == text.size();
}

std::string_view spelling_of(const Value& value) {
    const auto* text = value.if_string();
    if (!text || text->size() < 2 || text->front() != kSpelledMark) return {};
    return std::string_view{text->data() + 1, text->size() - 1};
}

Value number_value(std::string_view text, boost::json::storage_ptr storage) {
    const auto end = text.data() + text.size();
    if (text.find_first_of(".eE") == std::string_view::npos) {
        std::int64_t small = 0;
        if (text != "-0" && std::from_chars(text.data(), end, small).ec == std::errc{}) return small;
        std::uint64_t large = 0;
        if (text[0] != '-' && std::from_chars(text.data(), end, large).ec == std::errc{}) return large;
        return spelled_value(text, std::move(storage));
    }
    const double number = nearest_double(text);
    if (plainly_canonical(text)) return number;
    std::string usual;
    append_repr(usual, number);
    return usual == text ? Value(number) : spelled_value(text, std::move(storage));
}

void append_repr(std::string& out, double value) {
    if (std::isnan(value)) return void(out += "NaN");
    if (std::isinf(value)) return void(out += value > 0 ? "Infinity" : "-Infinity");
    char shortest[40];
    const auto end =
        std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::scientific).ptr;
    const char* at = shortest;
    if (*at == '-') out += *at++;
    const auto* exponent_mark =
        static_cast<const char*>(std::memchr(at, 'e', static_cast<std::size_t>(end - at)));
    int exponent = 0;
    std::from_chars(exponent_mark[1] == '+' ? exponent_mark + 2 : exponent_mark + 1, end, exponent);
    std::string digits(1, *at);
    if (exponent_mark - at > 2) digits.append(at + 2, exponent_mark);
    const int count = static_cast<int>(digits.size());
    if (exponent < -4 || exponent >= 16) {
        out += digits[0];
        if (count > 1) out.append(1, '.').append(digits, 1);
        out += exponent < 0 ? "e-" : "e+";
        if (std::abs(exponent) < 10) out += '0';
        out += std::to_string(std::abs(exponent));
    } else if (exponent < 0) {
        out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
    } else if (count <= exponent + 1) {
        out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0').append(".0");
    } else {
        const auto whole = static_cast<std::size_t>(exponent + 1);
        out.append(digits, 0, whole).append(1, '.').append(digits, whole);
    }
}

}  // namespace divan::json
