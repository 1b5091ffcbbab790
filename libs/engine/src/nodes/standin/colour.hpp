#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace divan::engine::standin {

/// Linear arithmetic on display values; 0 to 1, brighter while light is being added.
struct Rgb {
    float r = 0, g = 0, b = 0;
};

inline Rgb operator+(Rgb a, Rgb b) { return {a.r + b.r, a.g + b.g, a.b + b.b}; }
inline Rgb operator-(Rgb a, Rgb b) { return {a.r - b.r, a.g - b.g, a.b - b.b}; }
inline Rgb operator*(Rgb a, float s) { return {a.r * s, a.g * s, a.b * s}; }
inline Rgb operator*(Rgb a, Rgb b) { return {a.r * b.r, a.g * b.g, a.b * b.b}; }

inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Rgb mix(Rgb a, Rgb b, float t) { return a + (b - a) * t; }
inline float clamp01(float x) { return std::clamp(x, 0.0F, 1.0F); }
inline float smooth(float from, float to, float x) {
    const float t = clamp01((x - from) / (to - from));
    return t * t * (3 - 2 * t);
}
inline float luma(Rgb c) { return 0.299F * c.r + 0.587F * c.g + 0.114F * c.b; }
inline Rgb saturate(Rgb c, float amount) {
    const float grey = luma(c);
    return mix(Rgb{grey, grey, grey}, c, amount);
}
/// Hue from 0 to 1.
inline Rgb from_hue(float hue, float saturation, float value) {
    const auto wave = [&](float offset) {
        const float x = std::fabs(std::fmod(hue + offset, 1.0F) * 6 - 3) - 1;
        return value * mix(1.0F, clamp01(x), saturation);
    };
    return {wave(1.0F), wave(2.0F / 3), wave(1.0F / 3)};
}

}  // namespace divan::engine::standin
