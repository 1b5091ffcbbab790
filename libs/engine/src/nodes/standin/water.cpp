#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

struct Surface {
    const Noise ripples, banks;
    float top, shore;
    Rgb depth_colour;
};

float shore_at(const Surface& surface, float u) {
    return surface.shore + 0.035F * surface.banks.fractal(u * 2.1F, 7, 4);
}

/// What stands above the water line, mirrored and shaken by the waves.
Rgb mirrored(const Canvas& canvas, const Surface& surface, int x, float v, float wave) {
    const float height = (v - surface.top) * 1.12F;
    const float amplitude = mix(0.003F, 0.022F, clamp01(height * 2));
    const int from_y = canvas.y(surface.top - height - wave * amplitude * 0.6F - 0.004F);
    const int from_x = x + static_cast<int>(wave * amplitude * 1.3F * static_cast<float>(canvas.height));
    return canvas.near(from_x, std::min(from_y, canvas.y(surface.top) - 1));
}

/// The path of light under sun or moon.
Rgb glitter(const View& view, const Surface& surface, float u, float v, float depth) {
    const float off = std::fabs(u - view.sun_u) / (0.03F + 0.30F * (v - surface.top));
    const float sparkle = surface.ripples.at(u * depth * 7, depth * 30);
    const float strength = std::exp(-off * off) * smooth(0.10F, 0.62F, sparkle);
    return view.light.sun * (strength * mix(0.75F, 0.85F, view.light.day));
}

Rgb water_colour(const Canvas& canvas, const View& view, const Surface& surface, int x, float u, float v) {
    const float depth = 1 / (v - surface.top + 0.05F);
    const float wave = surface.ripples.fractal(u * depth * 1.6F, depth * 9, view.detail - 1);
    const float steep = clamp01((v - surface.top) * 1.8F);
    Rgb colour =
        mix(mirrored(canvas, surface, x, v, wave * 2), surface.depth_colour, mix(0.12F, 0.58F, steep));
    colour = colour * (1 + 0.30F * wave) + glitter(view, surface, u, v, depth);
    const float crest = view.has(Theme::sea) ? smooth(0.30F, 0.46F, wave) * steep * 0.5F : 0;
    return mix(colour, mix(view.light.horizon, Rgb{1, 1, 1}, 0.5F) * mix(0.4F, 1.0F, view.light.day), crest);
}

Rgb foam(const View& view, const Surface& surface, float u, float to_shore, Rgb colour) {
    if (!view.has(Theme::sea)) return mix(colour, colour * 0.55F, smooth(0.02F, 0.0F, to_shore));
    const float wiggle = 0.012F * surface.banks.fractal(u * 12, 3, 3);
    const float line = std::exp(-std::pow((to_shore - 0.014F + wiggle) / 0.006F, 2.0F)) +
                       0.5F * std::exp(-std::pow((to_shore - 0.05F + wiggle * 2) / 0.008F, 2.0F));
    return mix(colour, Rgb{0.96F, 0.97F, 0.98F} * mix(0.35F, 1.0F, view.light.day), clamp01(line) * 0.85F);
}

}  // namespace

void paint_water(Canvas& canvas, const View& view) {
    const Rgb deep =
        mix(Rgb{0.05F, 0.22F, 0.30F}, view.light.zenith, 0.45F) * mix(0.35F, 1.0F, view.light.day);
    const Surface surface{view.noise(50), view.noise(51), view.horizon + 0.012F, shore_of(view), deep};
    const bool street = !view.has(Theme::sea) && !view.has(Theme::lake);
    const bool all_water =
        street || (view.has(Theme::sea) && view.scene.subjects.empty() && view.random(52) < 0.4F);
    for (int y = std::max(0, canvas.y(surface.top)); y < canvas.height; ++y) {
        const float v = canvas.v(y);
        for (int x = 0; x < canvas.width; ++x) {
            const float u = canvas.u(x), to_shore = all_water ? 1.0F : shore_at(surface, u) - v;
            if (to_shore < 0) {
                // Wet ground keeps a little of the sky.
                const float wet = view.has(Theme::sea) ? std::exp(to_shore * 26) * 0.45F : 0;
                canvas.at(x, y) =
                    mix(canvas.at(x, y), mix(view.light.horizon, surface.depth_colour, 0.5F), wet);
                continue;
            }
            canvas.at(x, y) = foam(view, surface, u, to_shore, water_colour(canvas, view, surface, x, u, v));
        }
    }
}

}  // namespace divan::engine::standin
