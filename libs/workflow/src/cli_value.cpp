#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/cli_value.hpp>

#include <divan/workflow/python_number.hpp>

namespace divan {
namespace {

json::ParseOptions strict() {
    json::ParseOptions options;
    options.non_finite = false;  // NaN and Infinity are words, too
    return options;
}

tl::unexpected<Error> refuse(std::string_view text, std::string_view wanted) {
    return fail(Errc::invalid_argument, "'" + printable(text, 200) + "' is not " + std::string{wanted} +
                                            ", which is what this input holds now");
}

/// JSON's numbers as spelled, and Python's further integers (`007`, `+5`).
Result<json::Value> number_like(std::string_view text) {
    const auto trimmed = trim(text);
    if (auto number = json::make_number(trimmed)) return std::move(*number);
    const json::Value foreign(trimmed);
    if (auto integer = python_int(foreign)) return std::move(*integer);
    if (auto real = python_float(foreign)) return std::move(*real);
    return refuse(text, "a number");
}

Result<json::Value> flag_like(std::string_view text) {
    const std::string word = to_lower(trim(text));
    if (word == "true" || word == "yes" || word == "on" || word == "1") return json::Value(true);
    if (word == "false" || word == "no" || word == "off" || word == "0") return json::Value(false);
    return refuse(text, "true or false");
}

bool is_utf8(std::string_view text) {
    std::string quoted = "\"";  // the parser refuses what is no UTF-8
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= 0x20 && byte != '"' && byte != '\\') quoted += byte;
    }
    return json::parse(quoted + '"').has_value();
}

Result<json::Value> text_value(std::string_view text) {
    if (!is_utf8(text))
        return fail(Errc::invalid_argument, "the value '" + printable(text, 200) + "' is not UTF-8");
    return json::Value(text);
}

}  // namespace

Result<json::Value> parse_cli_value(std::string_view text) {
    if (auto value = json::parse(text, strict())) return std::move(*value);
    return text_value(text);
}

Result<json::Value> parse_cli_value_like(const json::Value& present, std::string_view text) {
    if (json::is_text(present)) return text_value(text);
    if (json::is_number(present)) return number_like(text);
    if (json::to_bool(present)) return flag_like(text);
    return parse_cli_value(text);
}

}  // namespace divan
