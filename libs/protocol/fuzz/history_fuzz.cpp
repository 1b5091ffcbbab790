#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/json/write.hpp>
#include <divan/protocol/history.hpp>

/// A history that was read and written keeps its entries and their verdicts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::protocol;
    const auto entries = parse_history({reinterpret_cast<const char*>(data), size});
    if (!entries) return 0;
    const auto again = parse_history(divan::json::write_python(to_json(*entries)));
    if (!again || again->size() != entries->size()) std::abort();
    for (std::size_t index = 0; index < entries->size(); ++index)
        if (verdict((*again)[index]) != verdict((*entries)[index])) std::abort();
    return 0;
}
