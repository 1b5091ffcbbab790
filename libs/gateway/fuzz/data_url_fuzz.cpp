#include <cstdlib>

#include <divan/base/base64.hpp>

#include "sources/data_url.hpp"

/// What is taken is what its bytes are written as.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto bytes = divan::gateway::inline_bytes(text);
    if (bytes && !text.ends_with(divan::base64(*bytes))) std::abort();
    if (!bytes && bytes.error().message.empty()) std::abort();
    return 0;
}
