#include "input_specs.hpp"

namespace divan::codegen {
namespace {

const json::Object kNoOptions;

void read_section(const json::Value& sections, std::string_view key, InputSection section,
                  std::vector<InputSpec>& specs) {
    const auto* found = json::find(sections, key);
    const auto* members = found ? json::object_of(*found) : nullptr;
    if (!members) return;
    for (const auto& member : *members) {
        const auto* parts = json::array_of(member.value());
        if (!parts || parts->empty() || !(json::is_text((*parts)[0]) || json::array_of((*parts)[0])))
            continue;
        InputSpec spec;
        spec.name = std::string{member.key().data(), member.key().size()};
        spec.section = section;
        spec.type = &(*parts)[0];
        const auto* options = parts->size() > 1 ? json::object_of((*parts)[1]) : nullptr;
        spec.options = options ? options : &kNoOptions;
        specs.push_back(std::move(spec));
    }
}

std::string_view text_in(const json::Value* object, std::string_view key, std::string_view otherwise) {
    const auto* member = object ? json::find(*object, key) : nullptr;
    return member ? json::text_of(*member).value_or(otherwise) : otherwise;
}

std::size_t count_in(const json::Value& object, std::string_view key, std::size_t otherwise) {
    const auto* member = json::find(object, key);
    const auto number = member ? json::to_uint64(*member) : std::nullopt;
    return number && *number <= 1000 ? static_cast<std::size_t>(*number) : otherwise;
}

}  // namespace

std::vector<InputSpec> read_specs(const json::Value* sections) {
    std::vector<InputSpec> specs;
    if (!sections) return specs;
    read_section(*sections, "required", InputSection::required, specs);
    read_section(*sections, "optional", InputSection::optional, specs);
    return specs;
}

std::vector<DynamicOption> dynamic_options(const InputSpec& spec) {
    std::vector<DynamicOption> options;
    const auto* listed = spec.option("options");
    if (const auto* items = listed ? json::array_of(*listed) : nullptr)
        for (const auto& item : *items)
            if (const auto* key = json::find(item, "key"); key && json::is_text(*key))
                options.push_back({*json::text_of(*key), read_specs(json::find(item, "inputs"))});
    return options;
}

Autogrow autogrow(const InputSpec& spec) {
    Autogrow result;
    const auto* form = spec.option("template");
    if (!form) return result;
    result.item = read_specs(json::find(*form, "input"));
    if (result.item.size() > 1) result.item.resize(1);
    result.prefix = text_in(form, "prefix", "");
    result.least = count_in(*form, "min", 1);
    result.most = count_in(*form, "max", 10);
    const auto* names = json::find(*form, "names");
    if (const auto* items = names ? json::array_of(*names) : nullptr)
        for (const auto& item : *items)
            if (const auto text = json::text_of(item)) result.names.push_back(*text);
    return result;
}

std::string_view allowed_types(const InputSpec& spec) {
    return text_in(spec.option("template"), "allowed_types", "*");
}

std::string_view match_template(const InputSpec& spec) {
    return text_in(spec.option("template"), "template_id", "");
}

}  // namespace divan::codegen
