#include "server/python_values.hpp"

#include <charconv>
#include <limits>

#include <divan/base/text.hpp>

namespace divan::engine {

namespace {

std::optional<double> float_word(std::string_view text) {
    const std::string word = to_lower(text);
    if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (word == "inf" || word == "infinity") return std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::optional<double> float_of_text(std::string_view text) {
    text = trim(text);
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || text.front() == '-' || text.front() == '+') return std::nullopt;
    if (const auto word = float_word(text)) return minus ? -*word : *word;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) value = std::numeric_limits<double>::infinity();
    return minus ? -value : value;
}

}  // namespace

bool truthy(const json::Value& value) {
    if (const auto text = json::text_of(value)) return !text->empty();
    if (const auto flag = json::to_bool(value)) return *flag;
    if (const auto* items = json::array_of(value)) return !items->empty();
    if (const auto* members = json::object_of(value)) return !members->empty();
    if (json::is_number(value)) return json::to_double(value).value_or(1) != 0;
    return false;
}

std::optional<double> python_float(const json::Value& value) {
    if (json::is_number(value)) return json::to_double(value);
    if (const auto flag = json::to_bool(value)) return *flag ? 1.0 : 0.0;
    if (const auto text = json::text_of(value)) return float_of_text(*text);
    return std::nullopt;
}

}  // namespace divan::engine
