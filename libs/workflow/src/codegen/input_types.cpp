#include "input_types.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/codegen.hpp>
#include <divan/workflow/python_text.hpp>

#include "cpp_text.hpp"
#include "input_specs.hpp"

namespace divan::codegen {
namespace {

/// "IMAGE, MASK" as its parts, each once.
std::vector<std::string> parts_of(std::string_view type) {
    std::vector<std::string> parts;
    for (const auto& part : split(type, ',')) {
        const std::string name{trim(part)};
        if (!name.empty() && std::find(parts.begin(), parts.end(), name) == parts.end())
            parts.push_back(name);
    }
    if (parts.empty()) parts.emplace_back(type);
    return parts;
}

bool is_scalar(std::string_view type) {
    return type == "INT" || type == "FLOAT" || type == "STRING" || type == "BOOLEAN" || type == "COMBO";
}

bool wants_several(const InputSpec& spec) {
    for (const std::string_view key : {"multiselect", "multi_select"}) {
        const auto* flag = spec.option(key);
        if (flag && (json::to_bool(*flag).value_or(false) || json::object_of(*flag))) return true;
    }
    return false;
}

std::string text_default(const json::Value& value) {
    if (json::is_text(value)) return string_literal(*json::text_of(value)).value_or("");
    return json::is_number(value) || json::to_bool(value) ? string_literal(python_str(value)).value_or("")
                                                          : "";
}

/// Also what a list of choices, a wildcard or a widget takes.
std::string any_default(const json::Value& value) {
    if (const auto truth = json::to_bool(value)) return *truth ? "true" : "false";
    if (json::is_text(value)) return text_default(value);
    if (json::is_integer(value)) return integer_literal(value).value_or("");
    return float_literal(value).value_or("");
}

bool is_whole(const json::Value& value) { return json::to_int64(value) || json::to_uint64(value); }

/// `alone`: ComfyUI converts to the type; one of several types gets only what it is.
std::string default_for(std::string_view type, const json::Value& value, bool alone) {
    if (type == "INT") return alone || is_whole(value) ? integer_literal(value).value_or("") : "";
    if (type == "FLOAT") return float_literal(value).value_or("");
    if (type == "STRING") return alone || json::is_text(value) ? text_default(value) : "";
    if (type != "BOOLEAN") return any_default(value);
    if (const auto truth = json::to_bool(value)) return *truth ? "true" : "false";
    const auto number = alone ? json::to_double(value) : std::nullopt;
    return number ? (*number != 0 ? "true" : "false") : "";
}

std::string choice_literal(const ChoiceType& type, const std::string& name, const json::Value& value) {
    if (type.texts_only && !json::is_text(value)) return {};
    const auto literal =
        string_literal(type.texts_only ? std::string{*json::text_of(value)} : json::write_python(value));
    if (!literal) return {};
    const auto known = std::find(type.literals.begin(), type.literals.end(), *literal);
    if (known != type.literals.end())
        return name + "::" + enumerator(type, static_cast<std::size_t>(known - type.literals.begin()), name);
    if (!json::is_text(value)) return {};
    const auto text = string_literal(*json::text_of(value));
    return text ? name + '{' + *text + '}' : std::string{};
}

std::string choices_literal(const ChoiceType& type, const std::string& name, const json::Value& value) {
    const auto* listed = json::array_of(value);
    if (!listed) return {};
    std::vector<std::string> literals;
    for (const auto& item : *listed) literals.push_back(choice_literal(type, name, item));
    if (std::find(literals.begin(), literals.end(), "") != literals.end()) return {};
    if (literals.empty())
        return "::std::initializer_list<" + name + ">{}";  // a bare {} would mean: not given
    return '{' + join(literals, ", ") + '}';
}

}  // namespace

InputTypes::InputTypes(const std::vector<const NodeInfo*>& all, const ChoiceTypes& choices,
                       std::string name_space)
    : choices_{choices}, name_space_{std::move(name_space)} {
    for (const NodeInfo* node : all)
        for (const OutputSpec& output : node->outputs)
            for (const auto& part : parts_of(json::text_of(*output.type).value_or("COMBO")))
                produced_.insert(part);
}

std::string InputTypes::tag(std::string_view type_name) {
    const std::string name = type_tag(type_name);
    tags_.insert(name);
    return "types::" + name;
}

std::string InputTypes::of_text(std::string_view type, bool is_input) {
    const auto parts = parts_of(type);
    std::vector<std::string> types;
    for (const auto& part : parts) {
        if (part == "*" || part == kMatchType) return "AnyType";
        types.push_back(tag(part));
    }
    const std::string joined = types.size() == 1 ? types[0] : "OneOf<" + join(types, ", ") + '>';
    return is_input && is_open(parts) ? "Widget<" + joined + '>' : joined;
}

std::string InputTypes::of_input(const InputSpec& spec, const LocalNames& names) {
    if (spec.is_choice()) {
        const auto* choices = choices_.of_input(spec);
        if (!names.contains(choices)) return tag("COMBO");
        return wants_several(spec) ? "Many<" + names.at(choices) + '>' : names.at(choices);
    }
    const std::string_view type = json::text_of(*spec.type).value_or("*");
    return of_text(type == kMatchType ? allowed_types(spec) : type, true);
}

std::string InputTypes::of_output(const json::Value& type, const NodeInfo& node, std::size_t slot) {
    if (json::array_of(type)) {
        const auto* choices = choices_.of_output(type);
        if (!choices) return tag("COMBO");
        use(*choices);
        return fmt::format("::{}::{}", name_space_, choices->shared_name);
    }
    const auto text = json::text_of(type);
    if (!text) return "AnyType";
    if (*text != kMatchType) return of_text(*text, false);
    const auto* templates = json::find(*node.raw, "output_matchtypes");
    const auto* list = templates ? json::array_of(*templates) : nullptr;
    const auto id = list && slot < list->size() ? json::text_of((*list)[slot]) : std::nullopt;
    std::string_view allowed = "*";
    for_each_input(node.inputs, [&](const std::string&, const InputSpec& spec) {
        if (id && json::text_of(*spec.type) == kMatchType && match_template(spec) == *id)
            allowed = allowed_types(spec);
    });
    return of_text(allowed, false);
}

std::string InputTypes::default_of(const InputSpec& spec, const LocalNames& names) const {
    const auto* value = spec.option("default");
    if (!value) return {};
    if (spec.is_choice()) {
        const auto* choices = choices_.of_input(spec);
        if (!names.contains(choices)) return wants_several(spec) ? std::string{} : any_default(*value);
        const std::string& name = names.at(choices);
        return wants_several(spec) ? choices_literal(*choices, name, *value)
                                   : choice_literal(*choices, name, *value);
    }
    const std::string_view declared = json::text_of(*spec.type).value_or("*");
    const auto parts = parts_of(declared == kMatchType ? allowed_types(spec) : declared);
    for (const auto& part : parts) {
        if (!is_scalar(part) && !is_open(parts)) continue;
        if (auto literal = default_for(part, *value, parts.size() == 1); !literal.empty()) return literal;
    }
    return {};
}

void InputTypes::use(const ChoiceType& choices) {
    if (!choices.shared_name.empty()) shared_[choices.shared_name] = &choices;
}

std::vector<const ChoiceType*> InputTypes::shared_choices() const {
    std::vector<const ChoiceType*> choices;
    for (const auto& [name, type] : shared_) choices.push_back(type);
    return choices;
}

/// Wildcards and widgets take every literal; a union of link types only those of its scalar ones.
bool InputTypes::is_open(const std::vector<std::string>& parts) const {
    if (std::find(parts.begin(), parts.end(), "*") != parts.end()) return true;
    return std::none_of(parts.begin(), parts.end(),
                        [&](const auto& part) { return is_scalar(part) || produced_.contains(part); });
}

}  // namespace divan::codegen
