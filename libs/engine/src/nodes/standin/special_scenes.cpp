#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

struct Palette {
    Rgb colours[4];

    /// A colour along the palette, which runs in a circle.
    Rgb at(float place) const {
        const float x = (place - std::floor(place)) * 4;
        const auto first = static_cast<std::size_t>(x) % 4;
        return mix(colours[first], colours[(first + 1) % 4], smooth(0, 1, x - std::floor(x)));
    }
};

Palette palette_of(const View& view) {
    Palette palette;
    const float hue = unit(hash_of(view.scene.words_hash, 5));
    const float spread = mix(0.08F, 0.42F, unit(hash_of(view.scene.words_hash, 6)));
    for (std::size_t i = 0; i < 4; ++i) {
        const float turn = static_cast<float>(i) * spread;
        palette.colours[i] =
            from_hue(hue + turn + 1, mix(0.35F, 0.8F, unit(hash_of(i, view.scene.words_hash))),
                     i == 0 ? 0.16F : mix(0.55F, 0.98F, unit(hash_of(i + 9, view.scene.words_hash))));
        if (i > 0 && i - 1 < view.scene.accents.size()) palette.colours[i] = view.scene.accents[i - 1];
    }
    return palette;
}

Rgb planet(const View& view, const Noise& noise, float dx, float dy, float radius, Rgb below) {
    const float d = std::hypot(dx, dy) / radius;
    const float air = std::exp(-std::max(0.0F, d - 1) * 16) * 0.55F;
    if (d >= 1) return below + view.accent * air;
    const float z = std::sqrt(1 - d * d),
                bands = noise.fractal(dx / radius * 1.4F, dy / radius * 5 + noise.at(dx * 9, dy * 9), 5);
    const float light = clamp01(0.15F + 0.9F * (-0.6F * dx / radius - 0.5F * dy / radius + 0.62F * z));
    const Rgb ground =
        mix(view.accent * 0.45F, mix(view.accent, Rgb{1, 0.95F, 0.88F}, 0.55F), clamp01(0.5F + bands));
    return ground * light + view.accent * (0.30F * std::pow(1 - z, 3.0F));
}

}  // namespace

void paint_space(Canvas& canvas, const View& view) {
    const Noise dust = view.noise(110), veil = view.noise(111), grid = view.noise(112);
    const Palette palette = palette_of(view);
    const float planet_u = view.sun_u * 0.8F, planet_v = mix(0.40F, 0.72F, view.random(113)),
                radius = mix(0.13F, 0.27F, view.random(114));
    paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
        const float warp = dust.fractal(u * 1.6F, v * 1.6F, 3);
        const float gas = dust.fractal(u * 2.2F + warp * 1.6F, v * 2.2F - warp, view.detail + 1) + 0.18F -
                          0.5F * std::fabs(u * 0.5F + v - 0.55F);
        const float lanes = smooth(0.0F, 0.35F, veil.fractal(u * 3 + warp, v * 3, 4));
        colour = Rgb{0.010F, 0.012F, 0.030F} + palette.at(0.3F + gas * 0.9F + warp * 0.4F) *
                                                   (smooth(-0.05F, 0.55F, gas) * mix(1.15F, 0.35F, lanes));
        for (int layer = 1; layer <= 2; ++layer) {
            const float cells = layer == 1 ? 120.0F : 34.0F, x = u * cells, y = v * cells;
            const auto ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
            if (grid.cell(ix, iy * layer) > 0.34F) continue;
            const float d = std::hypot(x - std::floor(x) - mix(0.2F, 0.8F, grid.cell(ix + 5, iy)),
                                       y - std::floor(y) - mix(0.2F, 0.8F, grid.cell(ix, iy + 5)));
            colour = colour + mix(Rgb{0.7F, 0.82F, 1}, Rgb{1, 0.88F, 0.7F}, grid.cell(ix + 3, iy + 8)) *
                                  (smooth(layer == 1 ? 0.13F : 0.09F, 0.01F, d) * (layer == 1 ? 0.7F : 1.1F));
        }
        colour = planet(view, veil, u - planet_u, v - planet_v, radius, colour);
    });
}

void paint_abstract(Canvas& canvas, const View& view) {
    const Noise flow = view.noise(120), grain = view.noise(121);
    const Palette palette = palette_of(view);
    const float scale = mix(1.0F, 2.3F, view.random(122)), swirl = mix(0.8F, 2.2F, view.random(123)),
                bands = mix(1.2F, 3.2F, view.random(124));
    paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
        const float a = flow.fractal(u * scale, v * scale, 4),
                    b = flow.fractal(u * scale + 5.2F, v * scale + 1.3F, 4);
        const float height = flow.fractal(u * scale + swirl * a, v * scale + swirl * b, view.detail);
        const float place = height * bands + 0.35F * a + 0.2F * v;
        const float ridge = smooth(0.92F, 1.0F, 1 - std::fabs(std::sin(place * 12.566F)));
        const float relief = 1 + 0.7F * (height - flow.fractal(u * scale + swirl * a + 0.02F,
                                                               v * scale + swirl * b + 0.02F, 3));
        colour = palette.at(place) * clamp01(relief * 0.94F) * (1 + 0.10F * grain.at(u * 90, v * 90)) +
                 Rgb{0.16F, 0.15F, 0.13F} * ridge;
    });
    for (int i = 0; i < 9; ++i) {  // glass discs, to hold the eye
        const auto salt = static_cast<std::uint64_t>(130 + i * 3);
        const float cu = mix(-0.95F, 0.95F, view.random(salt)) * canvas.half_width(),
                    cv = mix(0.08F, 0.92F, view.random(salt + 1));
        const float radius = 0.03F + 0.15F * std::pow(view.random(salt + 2), 2.0F);
        const Rgb tone = palette.at(view.random(salt) * 3);
        paint_rows(
            canvas, canvas.y(cv - radius), canvas.y(cv + radius) + 1, [&](float u, float v, Rgb& colour) {
                const float d = std::hypot(u - cu, v - cv) / radius;
                if (d > 1) return;
                const float rim = smooth(0.86F, 0.98F, d),
                            shine = std::exp(
                                -std::pow(std::hypot(u - cu + radius * 0.35F, v - cv + radius * 0.38F) /
                                              (radius * 0.26F),
                                          2.0F));
                colour = mix(colour, mix(colour * 1.12F, tone, 0.42F), smooth(1.0F, 0.97F, d)) +
                         Rgb{0.30F, 0.30F, 0.32F} * (rim * 0.5F + shine * 0.8F);
            });
    }
}

void paint_underwater(Canvas& canvas, const View& view) {
    const Noise rays = view.noise(150), floor = view.noise(151), weed = view.noise(152);
    const Rgb shallow = mix(Rgb{0.36F, 0.84F, 0.86F}, view.accent, 0.12F), deep{0.01F, 0.09F, 0.22F};
    paint_rows(canvas, 0, canvas.height, [&](float u, float v, Rgb& colour) {
        const float slant = (u - view.sun_u) / (v + 0.35F);
        const float beams = std::pow(clamp01(0.5F + 0.8F * rays.fractal(slant * 7, v * 0.3F, 3)), 2.0F) *
                            smooth(0.95F, 0, v) * std::exp(-slant * slant * 1.5F);
        const float caustic =
            smooth(0.80F, 1.0F, 1 - std::fabs(rays.at(u * 11, v * 26))) * smooth(0.2F, 0, v);
        colour = mix(shallow, deep, smooth(-0.05F, 1.0F, v + 0.05F * rays.at(u * 2, v * 2))) +
                 Rgb{0.75F, 0.95F, 0.90F} * (0.45F * beams + 0.35F * caustic);
        const float bottom = 0.84F + 0.08F * floor.fractal(u * 1.8F, 1, 4);
        if (v < bottom) return;
        const float light = clamp01(0.45F + floor.fractal(u * 7, v * 18, view.detail));
        colour = mix(colour, mix(Rgb{0.05F, 0.15F, 0.24F}, Rgb{0.50F, 0.66F, 0.60F}, light),
                     smooth(bottom, bottom + 0.05F, v) * 0.9F);
    });
    for (int i = 0; i < 46; ++i) {  // corals, as bushes of rounded branches
        const float root = mix(-1.0F, 1.0F, weed.cell(i, 1)) * canvas.half_width(),
                    tall = mix(0.05F, 0.19F, weed.cell(i, 2));
        const Rgb tone = mix(from_hue(weed.cell(i, 3) * 0.35F + 0.83F, 0.65F, 0.85F), view.accent, 0.25F);
        const float base = 0.92F + 0.06F * weed.cell(i, 4);
        paint_rows(canvas, canvas.y(base - tall), canvas.y(base) + 1, [&](float u, float v, Rgb& colour) {
            const float up = clamp01((base - v) / tall), off = std::fabs(u - root) / tall;
            if (off > 0.8F) return;
            const float branch =
                weed.at(u * 60 + static_cast<float>(i), v * 16) + 0.30F - off * 0.9F - up * 0.25F;
            colour = mix(colour, mix(tone * 0.45F, tone, up) * mix(0.55F, 1.0F, smooth(0, 0.3F, branch)),
                         smooth(0.0F, 0.08F, branch) * 0.9F);
        });
    }
}

}  // namespace divan::engine::standin
