#include "nodes/standin/noise.hpp"

#include <cmath>

namespace divan::engine::standin {

namespace {

std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ x >> 30U) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27U) * 0x94D049BB133111EBU;
    return x ^ x >> 31U;
}

std::uint32_t lattice(std::int32_t x, std::int32_t y, std::uint32_t seed) {
    std::uint32_t h =
        static_cast<std::uint32_t>(x) * 0x9E3779B1U ^ static_cast<std::uint32_t>(y) * 0x85EBCA77U ^ seed;
    h = (h ^ h >> 15U) * 0x2C1B3C6DU;
    h = (h ^ h >> 12U) * 0x297A2D39U;
    return h ^ h >> 15U;
}

/// The slope at a lattice point, applied to the way from there: gradient noise without square roots.
float slope(std::uint32_t hash, float x, float y) {
    const float a = static_cast<float>(hash & 0xFFFFU) / 32768.0F - 1;
    const float b = static_cast<float>(hash >> 16U) / 32768.0F - 1;
    return a * x + b * y;
}

float eased(float t) { return t * t * t * (t * (t * 6 - 15) + 10); }

}  // namespace

std::uint64_t hash_of(std::uint64_t number, std::uint64_t seed) {
    return mixed(number * 0x9E3779B97F4A7C15U + mixed(seed + 0x632BE59BD9B4E019U));
}

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = mixed(seed + 0x51AFD7ED558CCD25U);
    for (const char letter : text)
        hash = mixed(hash ^ static_cast<unsigned char>(letter)) + 0x9E3779B97F4A7C15U;
    return mixed(hash);
}

float Noise::at(float x, float y) const {
    const float fx = std::floor(x), fy = std::floor(y);
    const auto ix = static_cast<std::int32_t>(fx), iy = static_cast<std::int32_t>(fy);
    const float dx = x - fx, dy = y - fy;
    const float u = eased(dx), v = eased(dy);
    const float a = slope(lattice(ix, iy, seed_), dx, dy), b = slope(lattice(ix + 1, iy, seed_), dx - 1, dy);
    const float c = slope(lattice(ix, iy + 1, seed_), dx, dy - 1),
                d = slope(lattice(ix + 1, iy + 1, seed_), dx - 1, dy - 1);
    const float top = a + (b - a) * u, bottom = c + (d - c) * u;
    return (top + (bottom - top) * v) * 1.4F;
}

float Noise::fractal(float x, float y, int octaves) const {
    float sum = 0, amplitude = 0.5F;
    for (int i = 0; i < octaves; ++i) {
        sum += amplitude * at(x, y);
        amplitude *= 0.5F;
        const float turned =
            1.6F * x + 1.2F * y + 17.3F;  // turned by an angle, so that the lattices do not line up
        y = 1.6F * y - 1.2F * x + 9.1F;
        x = turned;
    }
    return sum;
}

float Noise::ridged(float x, float y, int octaves) const {
    float sum = 0, amplitude = 0.5F, carry = 1;
    for (int i = 0; i < octaves; ++i) {
        const float crest = 1 - std::fabs(at(x, y));
        const float sharp = crest * crest * carry;
        sum += amplitude * sharp;
        carry = sharp;
        amplitude *= 0.5F;
        x = x * 2.03F + 11.7F;
        y = y * 2.03F + 5.9F;
    }
    return sum;
}

float Noise::cell(int x, int y) const {
    return static_cast<float>(lattice(x, y, seed_ ^ 0xA511E9B3U) >> 8U) / 16777216.0F;
}

}  // namespace divan::engine::standin
