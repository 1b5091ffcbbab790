#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include <divan/base/text.hpp>
#include <divan/workflow/python_text.hpp>

#include <divan/workflow/python_number.hpp>

namespace divan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Python's white space (`str.isspace`) as UTF-8.
constexpr std::string_view kSpaces[] = {
    " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\x1c",   "\x1d",   "\x1e",   "\x1f",
    "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

std::string_view strip(std::string_view text) {
    const auto stripped_once = [&] {
        for (const auto space : kSpaces) {
            if (text.starts_with(space)) return text.remove_prefix(space.size()), true;
            if (text.ends_with(space)) return text.remove_suffix(space.size()), true;
        }
        return false;
    };
    while (stripped_once()) {
    }
    return text;
}

/// Without the underscores that may stand between two digits; nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_')
            plain += text[i];
        else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
            return std::nullopt;
    }
    return plain;
}

/// "-0012" → "-12": sign and digits as JSON spells an integer.
std::string integer_spelling(bool negative, std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return (negative && digits != "0" ? "-" : "") + std::string{digits};
}

json::Value number_of(const std::string& spelling) {
    return json::make_number(spelling).value_or(json::Value{});
}

/// The first 200 code points: ComfyUI's Python cuts the quoted text there ("%.200R").
std::string cut(const std::string& quoted) {
    std::size_t points = 0;
    for (std::size_t i = 0; i < quoted.size(); ++i)
        if ((static_cast<unsigned char>(quoted[i]) & 0xc0) != 0x80 && ++points > 200)
            return quoted.substr(0, i);
    return quoted;
}

PythonResult<json::Value> int_of_text(std::string_view text) {
    auto digits = without_underscores(strip(text));
    const bool has_sign = digits && !digits->empty() && ((*digits)[0] == '-' || (*digits)[0] == '+');
    const bool negative = has_sign && (*digits)[0] == '-';
    if (has_sign) digits->erase(0, 1);
    if (!digits || digits->empty() || !std::all_of(digits->begin(), digits->end(), is_digit))
        return python_raise("ValueError",
                            "invalid literal for int() with base 10: " + cut(python_quote(text)));
    return number_of(integer_spelling(negative, *digits));
}

/// The digits of a whole number that a double holds.
std::string whole_digits(double magnitude) {
    std::array<char, 320> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), magnitude, std::chars_format::fixed, 0)
            .ptr;
    return {digits.data(), end};
}

PythonResult<json::Value> int_of_double(double number) {
    if (std::isnan(number)) return python_raise("ValueError", "cannot convert float NaN to integer");
    if (std::isinf(number)) return python_raise("OverflowError", "cannot convert float infinity to integer");
    return number_of(integer_spelling(number < 0, whole_digits(std::trunc(std::fabs(number)))));
}

bool is_float_grammar(std::string_view text) {
    const auto digits = [&] {
        const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(end);
        return end;
    };
    std::size_t mantissa = digits();
    if (text.starts_with('.')) text.remove_prefix(1), mantissa += digits();
    if (mantissa == 0) return false;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

PythonResult<json::Value> float_of_text(std::string_view text) {
    const auto plain = without_underscores(strip(text));
    std::string_view rest = plain ? std::string_view{*plain} : std::string_view{};
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    const std::string low = to_lower(rest);
    double number = std::numeric_limits<double>::quiet_NaN();
    if (low == "inf" || low == "infinity")
        number = std::numeric_limits<double>::infinity();
    else if (is_float_grammar(rest))
        number = std::strtod(std::string{rest}.c_str(), nullptr);
    else if (low != "nan")
        return python_raise("ValueError", "could not convert string to float: " + python_quote(text));
    return json::Value(negative ? -number : number);
}

/// An integer of any size as sign and digits; a bool is 0 or 1.
struct WholeNumber {
    bool negative;
    std::string digits;

    explicit WholeNumber(std::string_view spelling)
        : negative{spelling.starts_with('-') && spelling != "-0"},
          digits{spelling.substr(spelling.starts_with('-') ? 1 : 0)} {}

    friend std::strong_ordering operator<=>(const WholeNumber& left, const WholeNumber& right) {
        if (left.negative != right.negative) return right.negative <=> left.negative;
        const auto magnitude = left.digits.size() != right.digits.size()
                                   ? left.digits.size() <=> right.digits.size()
                                   : left.digits.compare(right.digits) <=> 0;
        return left.negative ? 0 <=> magnitude : magnitude;
    }
};

bool is_float(const json::Value& value) { return json::is_number(value) && !json::is_integer(value); }

std::string integer_text(const json::Value& value) {
    if (const auto flag = json::to_bool(value)) return *flag ? "1" : "0";
    return json::number_text(value);
}

std::partial_ordering compare_whole_with_float(const json::Value& whole, double number) {
    if (std::isnan(number)) return std::partial_ordering::unordered;
    if (std::isinf(number)) return number > 0 ? std::partial_ordering::less : std::partial_ordering::greater;
    const double below = std::floor(number);
    const WholeNumber floor_of_number{(below < 0 ? "-" : "") + whole_digits(std::fabs(below))};
    const auto order = WholeNumber{integer_text(whole)} <=> floor_of_number;
    if (order != 0 || below == number) return order;
    return std::partial_ordering::less;  // equal to the floor of a number with a fraction
}

}  // namespace

bool is_python_number(const json::Value& value) { return json::is_number(value) || json::to_bool(value); }

std::string python_number_text(const json::Value& value) {
    if (json::is_integer(value)) {
        auto text = json::number_text(value);
        return text == "-0" ? "0" : text;
    }
    const double number = json::to_double(value).value_or(0);
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
    return json::number_text(json::Value(number));
}

PythonResult<json::Value> python_int(const json::Value& value) {
    if (json::is_integer(value)) return number_of(python_number_text(value));
    if (json::is_number(value)) return int_of_double(json::to_double(value).value_or(0));
    if (const auto flag = json::to_bool(value)) return json::Value(*flag ? 1 : 0);
    if (const auto text = json::text_of(value)) return int_of_text(*text);
    return python_raise("TypeError",
                        "int() argument must be a string, a bytes-like object or a real number, not '" +
                            std::string{python_type_name(value)} + "'");
}

PythonResult<json::Value> python_float(const json::Value& value) {
    if (const auto flag = json::to_bool(value)) return json::Value(*flag ? 1.0 : 0.0);
    if (const auto text = json::text_of(value)) return float_of_text(*text);
    if (!json::is_number(value))
        return python_raise("TypeError", "float() argument must be a string or a real number, not '" +
                                             std::string{python_type_name(value)} + "'");
    const double number = json::to_double(value).value_or(0);
    if (json::is_integer(value) && std::isinf(number))
        return python_raise("OverflowError", "int too large to convert to float");
    return json::Value(number);
}

bool python_truth(const json::Value& value) {
    if (const auto flag = json::to_bool(value)) return *flag;
    if (const auto text = json::text_of(value)) return !text->empty();
    if (const auto* items = json::array_of(value)) return !items->empty();
    if (const auto* members = json::object_of(value)) return !members->empty();
    return json::is_number(value) && json::to_double(value) != 0.0;
}

std::partial_ordering python_compare(const json::Value& left, const json::Value& right) {
    if (is_float(left) && is_float(right)) return *json::to_double(left) <=> *json::to_double(right);
    if (is_float(right)) return compare_whole_with_float(left, *json::to_double(right));
    if (is_float(left)) return 0 <=> compare_whole_with_float(right, *json::to_double(left));
    return WholeNumber{integer_text(left)} <=> WholeNumber{integer_text(right)};
}

}  // namespace divan
