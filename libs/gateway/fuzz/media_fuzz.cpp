#include <cstdlib>

#include "files/media_check.hpp"

/// However a file is cut into pieces, the verdict is the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace divan::gateway;
    const std::string_view file{reinterpret_cast<const char*>(data), size};
    PictureLimits limits;
    limits.frames = 3;
    limits.side = 1000;
    MediaCheck whole{limits}, pieces{limits};
    whole.feed(file);
    const std::size_t step = size == 0 ? 1 : data[size - 1] % 7 + 1;
    for (std::size_t at = 0; at < size; at += step) pieces.feed(file.substr(at, step));
    if (whole.finish() != pieces.finish()) std::abort();
    return 0;
}
