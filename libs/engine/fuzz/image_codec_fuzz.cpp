#include <cstddef>
#include <cstdint>
#include <string_view>

#include <divan/base/picture_size.hpp>

#include <divan/engine/image_codec.hpp>

/// Any bytes give a picture or an error. Large canvases are left out: filling them is slow, not interesting.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto extent = divan::read_picture_size(bytes);
    if (extent && std::uint64_t{extent->width} * extent->height > 1'000'000) return 0;
    const auto decoded = divan::engine::decode_image(bytes);
    if (decoded) (void)divan::engine::upright(decoded->image, decoded->orientation);
    return 0;
}
