#pragma once

#include <string_view>
#include <vector>

#include <divan/workflow/catalogue.hpp>

/// How ComfyUI nests inputs in inputs: the dynamic types of its V3 schema (comfy_api/latest/_io.py, read in
/// 2026).
namespace divan::codegen {

inline constexpr std::string_view kAutogrow = "COMFY_AUTOGROW_V3", kDynamicCombo = "COMFY_DYNAMICCOMBO_V3",
                                  kDynamicSlot = "COMFY_DYNAMICSLOT_V3", kMatchType = "COMFY_MATCHTYPE_V3";

/// The specs of {"required": {name: [type, options]}, "optional": …}; what is no spec is left out. Borrows
/// from `sections`.
std::vector<InputSpec> read_specs(const json::Value* sections);

struct DynamicOption {
    std::string_view key;
    std::vector<InputSpec> inputs;
};
/// The options of a COMFY_DYNAMICCOMBO_V3.
std::vector<DynamicOption> dynamic_options(const InputSpec& spec);

/// What a COMFY_AUTOGROW_V3 repeats.
struct Autogrow {
    std::vector<InputSpec> item;          ///< one, or none where the template is damaged
    std::vector<std::string_view> names;  ///< fixed names; empty: `prefix` and a number
    std::string_view prefix;
    std::size_t least = 1, most = 10;
};
Autogrow autogrow(const InputSpec& spec);

/// "IMAGE,MASK" of a COMFY_MATCHTYPE_V3 input; "*" where it says nothing.
std::string_view allowed_types(const InputSpec& spec);
std::string_view match_template(const InputSpec& spec);  ///< its template id, which outputs name too

/// Every input of a class, also those inside dynamic ones. `path` is "mode.width"; the depth is bounded.
template <class Use>
void for_each_input(const std::vector<InputSpec>& specs, const Use& use, const std::string& path = {},
                    int depth = 0) {
    for (const InputSpec& spec : specs) {
        const std::string name = path + spec.name;
        use(name, spec);
        if (depth == 4) continue;
        const std::string_view type = json::text_of(*spec.type).value_or("");
        if (type == kAutogrow) for_each_input(autogrow(spec).item, use, name + '.', depth + 1);
        if (type == kDynamicSlot)
            for_each_input(read_specs(spec.option("inputs")), use, name + '.', depth + 1);
        if (type == kDynamicCombo)
            for (const auto& option : dynamic_options(spec))
                for_each_input(option.inputs, use, name + '.', depth + 1);
    }
}

}  // namespace divan::codegen
