#include <divan/net/public_address.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace divan::net {
namespace {

namespace ip = boost::asio::ip;

struct Range4 {
    std::uint32_t first;
    int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array kNotPublic4{
    Range4{v4(0, 0, 0, 0), 8},         // this network
    Range4{v4(10, 0, 0, 0), 8},        // private
    Range4{v4(100, 64, 0, 0), 10},     // shared by carriers; Alibaba's metadata
    Range4{v4(127, 0, 0, 0), 8},       // loopback
    Range4{v4(168, 63, 129, 16), 32},  // Azure's host
    Range4{v4(169, 254, 0, 0), 16},    // link-local; metadata of most clouds
    Range4{v4(172, 16, 0, 0), 12},     // private
    Range4{v4(192, 0, 0, 0), 24},      // protocol assignments; Oracle's metadata
    Range4{v4(192, 0, 2, 0), 24},      // documentation
    Range4{v4(192, 88, 99, 0), 24},    // 6to4 relays
    Range4{v4(192, 168, 0, 0), 16},    // private
    Range4{v4(198, 18, 0, 0), 15},     // benchmarks
    Range4{v4(198, 51, 100, 0), 24},   // documentation
    Range4{v4(203, 0, 113, 0), 24},    // documentation
    Range4{v4(224, 0, 0, 0), 4},       // multicast
    Range4{v4(240, 0, 0, 0), 4},       // reserved, broadcast
};

bool is_public4(std::uint32_t address) {
    return std::ranges::none_of(
        kNotPublic4, [&](const Range4& range) { return (address ^ range.first) >> (32 - range.bits) == 0; });
}

bool is_public6(const ip::address_v6::bytes_type& bytes) {
    const auto word = [&](std::size_t i) {
        return static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    };
    if (word(0) >> 13 != 1) return false;                      // only 2000::/3 is global unicast
    if (word(0) == 0x2001 && word(1) < 0x0200) return false;   // 2001::/23: Teredo, ORCHID, benchmarks
    if (word(0) == 0x2001 && word(1) == 0x0db8) return false;  // documentation
    if (word(0) == 0x2002) return false;                       // 6to4
    return !(word(0) == 0x3fff && word(1) < 0x1000);           // documentation
}

}  // namespace

bool is_public_address(const ip::address& address) {
    return address.is_v4() ? is_public4(address.to_v4().to_uint()) : is_public6(address.to_v6().to_bytes());
}

}  // namespace divan::net
