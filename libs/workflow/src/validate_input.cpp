#include <algorithm>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/workflow/python_text.hpp>

#include <divan/workflow/python_number.hpp>
#include "validate_error.hpp"
#include "validate_input.hpp"

namespace divan {
namespace {

using Verdict = PythonResult<std::optional<json::Object>>;

constexpr std::size_t kLongestListShown = 20;

/// The value as the declared type; types beyond these four are taken as they are.
PythonResult<json::Value> convert(const json::Value& value, std::string_view type) {
    if (type == "INT") return python_int(value);
    if (type == "FLOAT") return python_float(value);
    if (type == "STRING") return json::Value(python_str(value));
    if (type == "BOOLEAN") return json::Value(python_truth(value));
    return value;
}

json::Object conversion_failed(const InputSpec& spec, const json::Value& value, const PythonError& raised) {
    json::Object extra = about_input(spec, value);
    extra["exception_message"] = raised.message;
    return error_object("invalid_input_type",
                        fmt::format("Failed to convert an input value to a {} value", python_str(*spec.type)),
                        fmt::format("{}, {}, {}", spec.name, python_str(value), raised.message),
                        std::move(extra));
}

/// `left < right` for '<', `left > right` for '>'.
PythonResult<bool> is_ordered(const json::Value& left, char sign, const json::Value& right) {
    if (is_python_number(left) && is_python_number(right)) {
        const auto order = python_compare(left, right);
        return sign == '<' ? order < 0 : order > 0;
    }
    const auto a = json::text_of(left), b = json::text_of(right);
    if (a && b) return sign == '<' ? *a < *b : *a > *b;
    return python_raise("TypeError", fmt::format("'{}' not supported between instances of '{}' and '{}'",
                                                 sign, python_type_name(left), python_type_name(right)));
}

struct Limit {
    std::string_view option, type, words;
    char sign;
};

constexpr Limit kLimits[] = {{"min", "value_smaller_than_min", "smaller than min of", '<'},
                             {"max", "value_bigger_than_max", "bigger than max of", '>'}};

Verdict check_limits(const json::Value& value, const InputSpec& spec) {
    for (const Limit& limit : kLimits) {
        const auto* bound = spec.option(limit.option);
        if (!bound) continue;
        const auto beyond = is_ordered(value, limit.sign, *bound);
        if (!beyond) return tl::unexpected<PythonError>{beyond.error()};
        if (!*beyond) continue;
        const auto message =
            fmt::format("Value {} {} {}", python_str(value), limit.words, python_str(*bound));
        return error_object(limit.type, message, spec.name, about_input(spec, value));
    }
    return std::nullopt;
}

std::optional<json::Object> check_choice(const json::Value& value, const InputSpec& spec) {
    const auto* choices = json::array_of(*spec.type);
    const auto is_value = [&](const json::Value& choice) { return python_equal(choice, value); };
    if (!choices || std::any_of(choices->begin(), choices->end(), is_value)) return std::nullopt;
    const bool is_short = choices->size() <= kLongestListShown;
    json::Object extra = about_input(spec, value);
    if (!is_short) extra["input_config"] = nullptr;
    const auto list = is_short ? python_str(*spec.type) : fmt::format("(list of length {})", choices->size());
    return error_object("value_not_in_list", "Value not in list",
                        fmt::format("{}: '{}' not in {}", spec.name, python_str(value), list),
                        std::move(extra));
}

std::vector<std::string> type_set(std::string_view types) {
    auto parts = split(types, ',');
    for (auto& part : parts) part = trim(part);
    return parts;
}

}  // namespace

PythonResult<std::optional<json::Object>> check_literal(json::Value& value, const InputSpec& spec,
                                                        bool covered) {
    if (const auto* wrapped = json::find(value, "__value__")) value = json::Value(*wrapped);
    auto converted = convert(value, json::text_of(*spec.type).value_or(""));
    if (!converted) return conversion_failed(spec, value, converted.error());
    value = std::move(*converted);
    if (covered) return std::nullopt;
    auto beyond = check_limits(value, spec);
    if (!beyond || *beyond) return beyond;
    return check_choice(value, spec);
}

bool types_match(const json::Value& received, const json::Value& declared) {
    const auto from = json::text_of(received), to = json::text_of(declared);
    if (from == "*" || to == "*") return true;
    if (!from || !to) return python_equal(received, declared);
    const auto offered = type_set(*from), wanted = type_set(*to);
    return std::find_first_of(offered.begin(), offered.end(), wanted.begin(), wanted.end()) != offered.end();
}

json::Object type_mismatch(const InputSpec& spec, const json::Value& received, const json::Value& link) {
    json::Object extra = about_input(spec);
    extra["received_type"] = received;
    extra["linked_node"] = link;
    const auto details = fmt::format("{}, received_type({}) mismatch input_type({})", spec.name,
                                     python_str(received), python_str(*spec.type));
    return error_object("return_type_mismatch", "Return type mismatch between linked nodes", details,
                        std::move(extra));
}

PythonResult<const json::Value*> output_type(const NodeInfo& info, const json::Value& slot) {
    const std::string_view sequence = info.v3 ? "list" : "tuple";
    const bool is_index = json::is_integer(slot) || json::to_bool(slot).has_value();
    if (!is_index)
        return python_raise("TypeError", fmt::format("{} indices must be integers or slices, not {}",
                                                     sequence, python_type_name(slot)));
    const auto index =
        json::to_bool(slot) ? std::optional<std::int64_t>{*json::to_bool(slot)} : json::to_int64(slot);
    if (!index) return python_raise("IndexError", "cannot fit 'int' into an index-sized integer");
    const auto count = static_cast<std::int64_t>(info.outputs.size());
    const auto place = *index < 0 ? *index + count : *index;
    if (place < 0 || place >= count)
        return python_raise("IndexError", fmt::format("{} index out of range", sequence));
    return info.outputs[static_cast<std::size_t>(place)].type;
}

PythonResult<json::Value*> look_up(json::Value& inputs, const std::string& name) {
    if (auto* members = inputs.if_object()) return members->if_contains(name);
    if (const auto* items = json::array_of(inputs)) {
        const auto is_name = [&](const json::Value& item) { return json::text_of(item) == name; };
        if (std::none_of(items->begin(), items->end(), is_name)) return nullptr;
        return python_raise("TypeError", "list indices must be integers or slices, not str");
    }
    if (const auto text = json::text_of(inputs)) {
        if (text->find(name) == std::string_view::npos) return nullptr;
        return python_raise("TypeError", "string indices must be integers, not 'str'");
    }
    return python_raise("TypeError",
                        fmt::format("argument of type '{}' is not iterable", python_type_name(inputs)));
}

}  // namespace divan
