#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/workflow/token_template.hpp>

/// Any bytes end in an error or in a template that can be filled as soon as each slot has a value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto form = divan::TokenTemplate::parse({reinterpret_cast<const char*>(data), size});
    if (!form) return 0;
    divan::TokenValues values;
    for (const auto& token : form->tokens()) values[token] = "fox";
    if (!form->fill(values)) std::abort();
    if (!form->tokens().empty() && form->fill({})) std::abort();
    for (auto& [token, value] : values) value = "";
    (void)form->fill(values);
    return 0;
}
