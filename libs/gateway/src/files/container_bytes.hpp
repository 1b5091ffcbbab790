#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

/// Numbers and names of the containers that files are made of.
namespace divan::gateway::container {

inline tl::unexpected<Error> damaged(const char* what) {
    return fail(
        Error{Errc::invalid_argument, std::string{"the file's metadata cannot be left out: "} + what}.with(
            "reason", "damaged"));
}

/// Big-endian.
inline std::uint64_t big(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

inline std::uint32_t little32(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

inline std::string big32(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
    return bytes;
}

inline std::string little_text(std::uint32_t number) {
    const std::string bytes = big32(number);
    return {bytes.rbegin(), bytes.rend()};
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace divan::gateway::container
