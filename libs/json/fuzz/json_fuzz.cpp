#include <cstdint>
#include <cstdlib>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

/// Whatever parses must be written as something that parses to the same text again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::json;
    const auto value = parse({reinterpret_cast<const char*>(data), size});
    if (!value) return 0;
    const std::string text = write_python(*value);
    const auto again = parse(text);
    if (!again || write_python(*again) != text) std::abort();
    return 0;
}
