#include "server/safetensors.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

#include <divan/json/parse.hpp>

namespace divan::engine {

std::optional<json::Value> safetensors_metadata(const std::filesystem::path& file) {
    constexpr std::uint64_t kMost = 1024 * 1024;
    std::ifstream stream{file, std::ios::binary};
    std::array<char, 8> length_bytes{};
    if (!stream.read(length_bytes.data(), length_bytes.size())) return std::nullopt;
    std::uint64_t length = 0;
    for (std::size_t at = 8; at-- > 0;) length = length << 8 | static_cast<unsigned char>(length_bytes[at]);
    if (length > kMost) return std::nullopt;
    std::string header(length, '\0');
    if (!stream.read(header.data(), static_cast<std::streamsize>(length))) return std::nullopt;
    const auto value = json::parse(header);
    const json::Value* metadata = value ? json::find(*value, "__metadata__") : nullptr;
    return metadata ? std::optional{*metadata} : std::nullopt;
}

}  // namespace divan::engine
