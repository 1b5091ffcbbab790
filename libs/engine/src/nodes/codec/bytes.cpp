#include "nodes/codec/bytes.hpp"

#include <algorithm>

namespace divan::engine::codec {

namespace {

/// Reads integers of an EXIF block in its own byte order; outside of it everything is 0.
class TiffView {
public:
    explicit TiffView(std::string_view bytes) : bytes_{bytes}, big_endian_{bytes.starts_with("MM")} {}

    bool valid() const {
        return bytes_.size() >= 8 && (big_endian_ || bytes_.starts_with("II")) && number16(2) == 42;
    }
    std::uint32_t number16(std::size_t at) const { return number(at, 2); }
    std::uint32_t number32(std::size_t at) const { return number(at, 4); }
    std::size_t size() const { return bytes_.size(); }

private:
    std::uint32_t number(std::size_t at, std::size_t width) const {
        if (at > bytes_.size() || bytes_.size() - at < width) return 0;
        std::uint32_t result = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const std::size_t place = big_endian_ ? at + i : at + width - 1 - i;
            result = result << 8U | static_cast<std::uint8_t>(bytes_[place]);
        }
        return result;
    }

    std::string_view bytes_;
    bool big_endian_;
};

}  // namespace

Raster to_raster(const Image& image, int batch_index) {
    Raster raster{image.width, image.height, std::min(image.channels, 4)};
    std::uint8_t* target = raster.samples.data();
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const float* pixel = &image.values[image.index(batch_index, y, x, 0)];
            for (int c = 0; c < raster.channels; ++c) *target++ = to_byte(pixel[c]);
        }
    return raster;
}

void from_raster(const Raster& raster, Image& image, int batch_index) {
    float* target = image.values.data() + image.index(batch_index, 0, 0, 0);
    for (const std::uint8_t sample : raster.samples) *target++ = static_cast<float>(sample) / 255.0F;
}

std::string_view without_exif_mark(std::string_view block) {
    constexpr std::string_view kMark{"Exif\0\0", 6};
    return block.starts_with(kMark) ? block.substr(kMark.size()) : block;
}

int exif_orientation(std::string_view tiff) {
    const TiffView view{tiff};
    if (!view.valid()) return 1;
    const std::size_t directory = view.number32(4);
    const std::size_t entries = view.number16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        if (entry + 12 > view.size()) break;
        if (view.number16(entry) != 0x0112) continue;
        const std::uint32_t value = view.number16(entry + 8);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace divan::engine::codec
