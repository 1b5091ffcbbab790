#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "faults/fault_plan.hpp"

/// Any bytes are a plan or a list of problems.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto plan = divan::engine::parse_fault_plan({reinterpret_cast<const char*>(data), size});
    if (!plan && plan.error().context.empty()) std::abort();
    return 0;
}
