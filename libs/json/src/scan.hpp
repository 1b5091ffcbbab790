#pragma once

#include <cstdint>
#include <cstring>

/// Strings are mostly long runs that need no decoding or escaping; these look at eight bytes at once.
namespace divan::json {

inline std::uint64_t eight_bytes(const char* from) {
    std::uint64_t eight;
    std::memcpy(&eight, from, sizeof eight);
    return eight;
}

inline constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

/// True when the eight bytes hold a quote, a backslash or a control character.
inline bool has_special(std::uint64_t eight) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    const auto zero_byte = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighBits; };
    return (zero_byte(eight ^ (kOnes * '"')) | zero_byte(eight ^ (kOnes * '\\')) |
            ((eight - kOnes * 0x20) & ~eight & kHighBits)) != 0;
}

}  // namespace divan::json
