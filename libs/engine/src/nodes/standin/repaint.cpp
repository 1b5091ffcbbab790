#include <array>
#include <cmath>

#include "nodes/standin/colour.hpp"
#include "nodes/standin/noise.hpp"
#include "nodes/standin/sampling.hpp"

namespace divan::engine::standin {

namespace {

/// Mean and spread of one channel.
struct Tone {
    double mean = 0, spread = 0;
};

std::array<Tone, 3> tones_of(const Image& image) {
    std::array<Tone, 3> tones;
    const double count = std::max(1.0, static_cast<double>(image.values.size()) / 3);
    for (std::size_t i = 0; i < image.values.size(); ++i)
        tones[i % 3].mean += static_cast<double>(image.values[i]) / count;
    for (std::size_t i = 0; i < image.values.size(); ++i) {
        const double off = static_cast<double>(image.values[i]) - tones[i % 3].mean;
        tones[i % 3].spread += off * off / count;
    }
    for (Tone& tone : tones) tone.spread = std::sqrt(tone.spread);
    return tones;
}

}  // namespace

Image repaint(const Image& base, const Image& painted, double share) {
    if (share >= 1) return painted;
    const auto from = tones_of(base), to = tones_of(painted);
    // Up to about a third only the colours move; then the new picture comes through.
    const auto recolour = static_cast<float>(std::min(1.0, 1.6 * share));
    const auto through = smooth(0.30F, 1.0F, static_cast<float>(share));
    Image result = base;
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const std::size_t c = i % 3;
        const double scale = from[c].spread > 1e-3 ? std::min(2.5, to[c].spread / from[c].spread) : 1.0;
        const auto moved =
            static_cast<float>((static_cast<double>(base.values[i]) - from[c].mean) * scale + to[c].mean);
        const float coloured = mix(base.values[i], clamp01(moved), 0.75F * recolour);
        result.values[i] = mix(coloured, painted.values[i], through);
    }
    return result;
}

Image with_noise(Image picture, double noise, std::uint64_t seed) {
    if (noise <= 0) return picture;
    const auto share = static_cast<float>(std::min(1.0, noise));
    const Noise grain{seed};
    for (int b = 0; b < picture.batch; ++b)
        for (int y = 0; y < picture.height; ++y)
            for (int x = 0; x < picture.width; ++x)
                for (int c = 0; c < picture.channels; ++c) {
                    float& value = picture.at(b, y, x, c);
                    const float speck = 0.5F + 0.62F * (grain.cell(x * 3 + c, y + b * 70001) - 0.5F) +
                                        0.62F * (grain.cell(x * 3 + c + 999331, y + b * 70001) - 0.5F);
                    value = clamp01(mix(value, speck, share));
                }
    return picture;
}

}  // namespace divan::engine::standin
