#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/structure.hpp>

/// Any bytes end in an error or in a workflow that survives its own JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto workflow = divan::Workflow::parse({reinterpret_cast<const char*>(data), size});
    if (!workflow) return 0;
    divan::check_structure(*workflow);
    const auto again = divan::Workflow::parse(workflow->to_json());
    if (!again || again->to_json() != workflow->to_json()) std::abort();
    if (divan::fingerprint(*again) != divan::fingerprint(*workflow)) std::abort();
    return 0;
}
