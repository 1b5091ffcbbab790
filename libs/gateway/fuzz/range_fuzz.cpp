#include <cstdlib>

#include "files/byte_range.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace divan::gateway;
    if (size == 0) return 0;
    // The first byte chooses the file: none, small, or as large as a number can say.
    const std::uint64_t sizes[] = {0, 1, 10, 4096, UINT64_MAX};
    const std::uint64_t file = sizes[data[0] % 5];
    const WantedBytes wanted =
        wanted_bytes(std::string_view{reinterpret_cast<const char*>(data) + 1, size - 1}, file);
    if (wanted.kind == WantedBytes::Kind::part && (wanted.first > wanted.last || wanted.last >= file))
        std::abort();
    if (wanted.kind != WantedBytes::Kind::part && (wanted.first != 0 || wanted.last != 0)) std::abort();
    return 0;
}
