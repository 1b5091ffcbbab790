#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

void paint_fog(Canvas& canvas, const View& view) {
    const Noise noise = view.noise(300);
    const float strength = std::min(1.3F, view.of(Theme::fog)) * 0.72F;
    paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
        const float band = std::exp(-std::pow((v - view.horizon - 0.05F) / 0.20F, 2.0F));
        const float drift = clamp01(0.62F + 0.9F * noise.fractal(u * 1.6F, v * 5.5F, 4));
        colour = mix(colour, view.light.fog, clamp01(band * drift * strength));
    });
}

void paint_rain(Canvas& canvas, const View& view) {
    const Noise noise = view.noise(301);
    const Rgb drop = mix(view.light.horizon, Rgb{0.85F, 0.90F, 0.95F}, 0.5F);
    for (int layer = 0; layer < 2; ++layer) {
        const float columns = layer ? 190.0F : 95.0F, rows = layer ? 17.0F : 9.0F;
        paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
            const float x = (u + v * 0.14F) * columns;
            const auto column = static_cast<int>(std::floor(x));
            const float y = v * rows + noise.cell(column, layer) * 7;
            const auto row = static_cast<int>(std::floor(y));
            if (noise.cell(column, row + 100 * layer) > 0.26F) return;
            const float along = y - static_cast<float>(row),
                        across = std::fabs(x - static_cast<float>(column) - 0.5F);
            colour = mix(
                colour, drop,
                smooth(0.22F, 0.05F, across) * smooth(0.75F, 0.35F, along) * smooth(0, 0.2F, along) * 0.34F);
        });
    }
}

/// Flakes, or sparks that fly upwards and glow.
void paint_specks(Canvas& canvas, const View& view, bool sparks) {
    const Noise noise = view.noise(sparks ? 303 : 302);
    const int count = sparks ? 220 : 420;
    for (int i = 0; i < count; ++i) {
        const float near = noise.cell(i, 4), radius = mix(0.0012F, sparks ? 0.0040F : 0.0062F, near * near);
        const float cu = mix(-1, 1, noise.cell(i, 1)) * canvas.half_width(),
                    cv = sparks ? std::sqrt(noise.cell(i, 2)) : noise.cell(i, 2);
        const Rgb colour = sparks ? mix(Rgb{1.0F, 0.36F, 0.08F}, Rgb{1.0F, 0.84F, 0.40F}, noise.cell(i, 3))
                                  : Rgb{0.96F, 0.97F, 1.0F} * mix(0.55F, 1.0F, view.light.day);
        const int reach = std::max(1, static_cast<int>(radius * 2 * static_cast<float>(canvas.height)) + 1),
                  cx = canvas.x(cu), cy = canvas.y(cv);
        for (int y = std::max(0, cy - reach); y <= std::min(canvas.height - 1, cy + reach); ++y)
            for (int x = std::max(0, cx - reach); x <= std::min(canvas.width - 1, cx + reach); ++x) {
                const float d = std::hypot(canvas.u(x) - cu, canvas.v(y) - cv) / radius;
                const float cover =
                    sparks ? std::exp(-d * d * 0.8F) : smooth(1.5F, 0.3F, d) * mix(0.9F, 0.45F, near);
                canvas.at(x, y) =
                    sparks ? canvas.at(x, y) + colour * cover : mix(canvas.at(x, y), colour, cover);
            }
    }
}

void paint_fire_light(Canvas& canvas, const View& view) {
    const Noise noise = view.noise(304);
    paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
        const float tongue = noise.fractal(u * 5, v * 2.2F + 3, 4),
                    heat = smooth(0.74F, 1.04F, v + 0.16F * tongue);
        colour = colour + mix(Rgb{0.95F, 0.22F, 0.04F}, Rgb{1.0F, 0.80F, 0.30F}, heat) * (heat * 0.75F);
    });
}

}  // namespace

void paint_weather(Canvas& canvas, const View& view) {
    if (view.has(Theme::fog)) paint_fog(canvas, view);
    if (view.has(Theme::fire)) paint_fire_light(canvas, view);
    if (view.has(Theme::rain)) paint_rain(canvas, view);
    if (view.has(Theme::snow)) paint_specks(canvas, view, false);
    if (view.has(Theme::fire)) paint_specks(canvas, view, true);
}

}  // namespace divan::engine::standin
