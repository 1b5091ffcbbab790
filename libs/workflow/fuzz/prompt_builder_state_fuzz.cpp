#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/workflow/prompt_builder.hpp>
#include <divan/workflow/structure_hash.hpp>

/// Any bytes end in an error or in a builder that survives its own JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto builder = divan::PromptBuilder::from_json({reinterpret_cast<const char*>(data), size});
    if (!builder) return 0;
    const auto text = builder->to_json();
    if (!text) std::abort();
    const auto again = divan::PromptBuilder::from_json(*text);
    if (!again || again->to_json() != text) std::abort();
    (void)builder->validate_no_cycles();
    if (const auto workflow = builder->to_workflow();
        workflow && workflow->size() != builder->workflow().size())
        std::abort();
    for (const auto rule : {divan::StructureRule::divan, divan::StructureRule::comfyui_node})
        if (divan::structure_hash(builder->workflow(), rule).size() != 64) std::abort();
    return 0;
}
