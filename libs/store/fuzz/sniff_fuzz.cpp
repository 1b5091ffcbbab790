// The first bytes of files from strangers: a type of the list, whatever they are.
#include <cstdint>
#include <cstdlib>

#include <divan/store/asset_store.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string type = divan::store::sniff_content_type({reinterpret_cast<const char*>(data), size});
    if (type.find('/') == std::string::npos || type == "text/html" || type == "image/svg+xml") std::abort();
    return 0;
}
