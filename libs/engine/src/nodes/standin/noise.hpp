#pragma once

#include <cstdint>
#include <string_view>

namespace divan::engine::standin {

/// Well mixed and the same everywhere.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0);
std::uint64_t hash_of(std::uint64_t number, std::uint64_t seed);
/// Uniform in [0, 1).
inline float unit(std::uint64_t hash) { return static_cast<float>(hash >> 40U) / 16777216.0F; }

/// Smooth noise over the plane; features are about one unit wide. Values lie between −1 and 1.
class Noise {
public:
    explicit Noise(std::uint64_t seed) : seed_{static_cast<std::uint32_t>(seed ^ seed >> 32U)} {}

    float at(float x, float y) const;
    /// Several octaves, each half as strong and twice as fine; about −1 to 1.
    float fractal(float x, float y, int octaves) const;
    /// Sharp crests, from 0 to 1: mountains.
    float ridged(float x, float y, int octaves) const;
    /// A value of its own for each lattice cell, from 0 to 1.
    float cell(int x, int y) const;

private:
    std::uint32_t seed_;
};

}  // namespace divan::engine::standin
