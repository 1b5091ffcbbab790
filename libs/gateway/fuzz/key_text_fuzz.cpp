// Keys as strangers send them: what is taken is exactly what we make, and no secret stays in what is logged.
#include <cstdint>
#include <cstdlib>

#include "access/key_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::gateway;
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto key = parse_key_text(text);
    if (key && to_text(*key) != text) std::abort();
    const std::string shown = without_keys(text);
    if (key && shown.find(key->secret) != std::string::npos) std::abort();
    return 0;
}
