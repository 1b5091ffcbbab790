#include <sys/random.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include <divan/base/random.hpp>

namespace divan {
namespace {

void fill_random(void* bytes, std::size_t size) {
    auto* next = static_cast<unsigned char*>(bytes);
    while (size > 0) {
        const auto got = ::getrandom(next, size, 0);
        if (got < 0) continue;  // EINTR: a signal came; the generator itself cannot fail once it is seeded
        next += got;
        size -= static_cast<std::size_t>(got);
    }
}

}  // namespace

std::string uuid4() {
    std::array<unsigned char, 16> b{};
    fill_random(b.data(), b.size());
    b[6] = static_cast<unsigned char>((b[6] & 0x0f) | 0x40);
    b[8] = static_cast<unsigned char>((b[8] & 0x3f) | 0x80);
    char text[37];
    std::snprintf(text, sizeof text, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                  b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
                  b[14], b[15]);
    return text;
}

std::uint64_t random_upto(std::uint64_t limit) {
    std::uint64_t value = 0;
    if (limit == UINT64_MAX) {
        fill_random(&value, sizeof value);
        return value;
    }
    const std::uint64_t range = limit + 1;
    const std::uint64_t unbiased =
        UINT64_MAX - UINT64_MAX % range;  // draws at or above it would favour low values
    do {
        fill_random(&value, sizeof value);
    } while (value >= unbiased);
    return value % range;
}

std::uint64_t Rng::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

double Rng::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace divan
