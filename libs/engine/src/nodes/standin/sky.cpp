#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

Rgb gradient(const View& view, float v) {
    const float t = clamp01(v / view.horizon);
    const Rgb upper = mix(view.light.zenith, view.light.middle, smooth(0, 0.62F, t));
    return mix(upper, view.light.horizon, smooth(0.48F, 1.0F, t));
}

float distance_to_sun(const View& view, float u, float v) {
    return std::hypot(u - view.sun_u, v - view.sun_v);
}

/// Scattered light and, by day, the disc.
Rgb sunlight(const View& view, float u, float v) {
    const float d = distance_to_sun(view, u, v);
    const float halo = 0.26F * std::exp(-d * d * 46) + 0.15F * std::exp(-d * 4.6F);
    const float wanted = view.has(Theme::sun) ? 1.25F : 0.8F;
    const float disc =
        view.light.day > 0.5F && !view.has(Theme::storm) ? smooth(0.036F, 0.031F, d) * wanted : 0;
    return view.light.sun * (halo * wanted * mix(0.25F, 1.0F, view.light.day) + disc);
}

Rgb moon(const View& view, const Noise& noise, float u, float v, Rgb below) {
    constexpr float kRadius = 0.058F;
    const float d = distance_to_sun(view, u, v);
    if (d > 0.6F) return below;
    const float seas = noise.fractal(u * 34, v * 34, 4);
    const Rgb surface = Rgb{0.93F, 0.93F, 0.87F} * (0.90F - 0.22F * smooth(-0.05F, 0.3F, seas));
    const Rgb glow = Rgb{0.55F, 0.62F, 0.80F} * (0.42F * std::exp(-d * 7) * (d > kRadius ? 1.0F : 0.5F));
    return mix(below + glow, surface, smooth(kRadius + 0.0015F, kRadius - 0.0015F, d));
}

/// One star in some of the cells of a grid; fewer and fainter near the horizon.
Rgb stars(const View& view, const Noise& noise, float u, float v) {
    constexpr float kCells = 62;
    const float x = u * kCells, y = v * kCells;
    const auto ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
    const float chance = noise.cell(ix, iy);
    if (chance > 0.40F) return {};
    const float dx = x - static_cast<float>(ix) - mix(0.15F, 0.85F, noise.cell(ix + 911, iy)),
                dy = y - static_cast<float>(iy) - mix(0.15F, 0.85F, noise.cell(ix, iy + 577));
    const float size = chance < 0.03F ? 0.115F : mix(0.035F, 0.075F, noise.cell(ix + 31, iy + 7));
    const float bright =
        smooth(size, size * 0.2F, std::hypot(dx, dy)) * smooth(view.horizon, view.horizon * 0.35F, v);
    const float warmth = noise.cell(ix - 77, iy + 13);
    return mix(Rgb{0.70F, 0.80F, 1.0F}, Rgb{1.0F, 0.90F, 0.76F}, warmth) * bright;
}

/// Curtains of light: bright below, drawn out upwards.
Rgb aurora(const View& view, const Noise& noise, float u, float v) {
    const float sway = 0.16F * noise.fractal(u * 1.1F, 3.1F, 3);
    Rgb sum{};
    for (int band = 0; band < 2; ++band) {
        const float foot = view.horizon * (0.62F - 0.24F * static_cast<float>(band)) +
                           sway * (band ? -1.0F : 1.0F) + 0.07F * u;
        const float above = foot - v;
        const float rays = 0.55F + 0.9F * noise.at(u * 26 + 6 * sway, static_cast<float>(band) * 5.7F);
        const float strength =
            smooth(-0.012F, 0.03F, above) * std::exp(-std::max(0.0F, above) * 6.5F) * std::max(0.0F, rays);
        sum = sum +
              mix(Rgb{0.16F, 0.85F, 0.48F}, Rgb{0.55F, 0.24F, 0.85F}, smooth(0.02F, 0.30F, above)) * strength;
    }
    return sum * (0.55F * view.of(Theme::aurora));
}

struct Clouds {
    const Noise noise;
    float cover;
};

/// Flat layers seen in perspective; the side towards the sun is lit.
Rgb clouds(const View& view, const Clouds& layer, float u, float v, Rgb below) {
    const float distance = 1 / (view.horizon - v + 0.16F);
    const float x = u * distance * 1.5F, y = distance * 2.4F;
    const float density = layer.noise.fractal(x + 3.7F, y, view.detail) + layer.cover;
    const float shown = smooth(0.02F, 0.34F, density);
    if (shown <= 0) return below;
    const float towards_sun =
        layer.noise.fractal(x + 3.7F + 0.16F * std::clamp((view.sun_u - u) * 5, -1.0F, 1.0F), y - 0.22F, 3) +
        layer.cover;
    const float lit = clamp01(0.58F + 1.5F * (density - towards_sun) - 0.30F * density);
    const Rgb bright = mix(view.light.sun, Rgb{1, 1, 1}, 0.25F) * mix(0.30F, 1.02F, view.light.day);
    const Rgb shade = mix(view.light.middle, view.light.zenith, 0.45F) * mix(0.7F, 0.92F, view.light.day);
    const float near_sun = std::exp(-distance_to_sun(view, u, v) * 3.0F);
    const Rgb colour = mix(shade, bright, clamp01(lit + 0.35F * near_sun));
    return mix(below, mix(colour, view.light.horizon, smooth(2.2F, 5.6F, distance)), shown * 0.92F);
}

}  // namespace

void paint_sky(Canvas& canvas, const View& view) {
    const Noise fine = view.noise(10), bands = view.noise(11);
    const float wish = view.of(Theme::clouds) + 0.7F * view.of(Theme::storm) + 0.5F * view.of(Theme::rain);
    const Clouds layer{view.noise(12),
                       -0.14F + 0.22F * std::min(1.6F, wish) + 0.10F * (view.random(13) - 0.5F)};
    const bool starry = view.light.day < 0.3F || view.has(Theme::stars);
    const bool has_moon = view.has(Theme::moon) || (view.light.day < 0.3F && !view.has(Theme::storm));
    paint_rows(canvas, 0, canvas.y(view.horizon + 0.12F) + 1, [&](float u, float v, Rgb& colour) {
        colour = gradient(view, v);
        if (starry) colour = colour + stars(view, fine, u, v);
        if (view.has(Theme::aurora)) colour = colour + aurora(view, bands, u, v);
        colour = has_moon ? moon(view, fine, u, v, colour) : colour + sunlight(view, u, v);
        if (v < view.horizon + 0.02F) colour = clouds(view, layer, u, v, colour);
    });
    const Rgb last = view.light.horizon;
    paint_rows(canvas, canvas.y(view.horizon + 0.12F) + 1, canvas.height,
               [&](float, float, Rgb& colour) { colour = last; });
}

}  // namespace divan::engine::standin
