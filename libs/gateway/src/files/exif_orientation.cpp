#include "files/exif_orientation.hpp"

#include <cstdint>

#include "files/container_bytes.hpp"

namespace divan::gateway {

using namespace container;

namespace {

constexpr std::string_view kExif{"Exif\0\0", 6};
constexpr std::uint64_t kOrientation = 0x0112, kShort = 3;
constexpr std::size_t kEntry = 12;

/// A TIFF inside of memory; what lies beyond its end is 0.
class Tiff {
public:
    explicit Tiff(std::string_view bytes) : bytes_{bytes}, little_{bytes.starts_with("II")} {}

    std::uint64_t number(std::uint64_t at, std::size_t size) const {
        if (at > bytes_.size() || size > bytes_.size() - at) return 0;
        if (!little_) return big(bytes_, static_cast<std::size_t>(at), size);
        std::uint64_t number = 0;
        for (std::size_t i = size; i-- > 0;)
            number = number << 8 | static_cast<unsigned char>(bytes_[static_cast<std::size_t>(at) + i]);
        return number;
    }

private:
    std::string_view bytes_;
    bool little_;
};

}  // namespace

int exif_orientation(std::string_view data) {
    if (!data.starts_with(kExif)) return 1;
    const Tiff tiff{data.substr(kExif.size())};
    const std::uint64_t folder = tiff.number(4, 4), entries = tiff.number(folder, 2);
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = folder + 2 + i * kEntry;
        if (tiff.number(entry, 2) != kOrientation || tiff.number(entry + 2, 2) != kShort) continue;
        const std::uint64_t value = tiff.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

std::string orientation_segment(int orientation) {
    std::string tiff{"MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0", 19};
    tiff += static_cast<char>(orientation);
    tiff.append(6, '\0');  // the rest of the value, and no further folder
    const std::size_t length = 2 + kExif.size() + tiff.size();
    return std::string{"\xff\xe1\0", 3} + static_cast<char>(length) + std::string{kExif} + tiff;
}

}  // namespace divan::gateway
