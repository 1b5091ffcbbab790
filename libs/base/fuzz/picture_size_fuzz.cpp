#include <cstdlib>

#include <divan/base/picture_size.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto found = divan::read_picture_size({reinterpret_cast<const char*>(data), size});
    if (found && (found->width == 0 || found->height == 0)) std::abort();
    return 0;
}
