#include "nodes/pixels/pillow_resize.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace divan::engine {

namespace {

using codec::Raster;

constexpr int kFractionBits = 22;  // 32 less 8 for the sample and 2 for overshoot

double triangle(double x) { return std::max(0.0, 1.0 - std::fabs(x)); }

double sinc(double x) { return x == 0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi); }

double lanczos(double x) { return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0.0; }

/// The source samples that make one target sample, with their weights in fixed point.
struct Taps {
    int first = 0;
    std::vector<int> weights;
};

Taps taps_at(int target, int from, double scale, PillowFilter filter) {
    const double widening = std::max(scale, 1.0);
    const double support = (filter == PillowFilter::lanczos ? 3.0 : 1.0) * widening;
    const double centre = (target + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int end = std::min(from, static_cast<int>(centre + support + 0.5));

    std::vector<double> weights;
    double sum = 0;
    for (int i = first; i < end; ++i) {
        const double x = (i - centre + 0.5) / widening;
        weights.push_back(filter == PillowFilter::lanczos ? lanczos(x) : triangle(x));
        sum += weights.back();
    }
    Taps taps;
    taps.first = first;
    for (const double weight : weights) {
        const double scaled = (sum != 0 ? weight / sum : weight) * (1 << kFractionBits);
        taps.weights.push_back(static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5)));
    }
    return taps;
}

std::vector<Taps> all_taps(int from, int to, PillowFilter filter) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) taps.push_back(taps_at(i, from, static_cast<double>(from) / to, filter));
    return taps;
}

std::uint8_t weigh(const std::uint8_t* sample, std::size_t step, const Taps& taps) {
    int sum = 1 << (kFractionBits - 1);
    for (const int weight : taps.weights) {
        sum += *sample * weight;
        sample += step;
    }
    return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

Raster resize_rows(const Raster& source, int width, PillowFilter filter) {
    const auto taps = all_taps(source.width, width, filter);
    const auto channels = static_cast<std::size_t>(source.channels);
    Raster result{width, source.height, source.channels};
    for (int y = 0; y < source.height; ++y) {
        std::uint8_t* target = result.row(y);
        for (const Taps& tap : taps)
            for (std::size_t c = 0; c < channels; ++c)
                *target++ =
                    weigh(source.row(y) + static_cast<std::size_t>(tap.first) * channels + c, channels, tap);
    }
    return result;
}

Raster resize_columns(const Raster& source, int height, PillowFilter filter) {
    const auto taps = all_taps(source.height, height, filter);
    Raster result{source.width, height, source.channels};
    for (int y = 0; y < height; ++y) {
        const Taps& tap = taps[static_cast<std::size_t>(y)];
        for (std::size_t i = 0; i < source.stride(); ++i)
            result.row(y)[i] = weigh(source.row(tap.first) + i, source.stride(), tap);
    }
    return result;
}

std::uint8_t times_over_255(int sample, int alpha) {
    const int product = sample * alpha + 128;
    return static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
}

Raster multiply_alpha(Raster raster) {
    for (std::size_t i = 0; i + 3 < raster.samples.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            raster.samples[i + c] = times_over_255(raster.samples[i + c], raster.samples[i + 3]);
    return raster;
}

Raster divide_alpha(Raster raster) {
    for (std::size_t i = 0; i + 3 < raster.samples.size(); i += 4) {
        const int alpha = raster.samples[i + 3];
        if (alpha == 0 || alpha == 255) continue;
        for (std::size_t c = 0; c < 3; ++c)
            raster.samples[i + c] =
                static_cast<std::uint8_t>(std::min(255, 255 * raster.samples[i + c] / alpha));
    }
    return raster;
}

}  // namespace

Raster pillow_resize(const Raster& source, int width, int height, PillowFilter filter) {
    if (source.width == width && source.height == height) return source;
    Raster result = source.channels == 4 ? multiply_alpha(source) : source;
    if (width != source.width) result = resize_rows(result, width, filter);
    if (height != source.height) result = resize_columns(result, height, filter);
    return source.channels == 4 ? divide_alpha(std::move(result)) : result;
}

}  // namespace divan::engine
