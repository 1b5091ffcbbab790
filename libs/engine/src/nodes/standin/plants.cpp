#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

/// The crowns of one row of firs, as a height above the row's foot for each column.
std::vector<float> crowns(const Canvas& canvas, const Noise& noise, float tall, float spacing) {
    return along_columns(canvas, [&](float u) {
        float height = tall * 0.30F;
        const auto cell = static_cast<int>(std::floor(u / spacing));
        for (int i = cell - 3; i <= cell + 3; ++i) {
            const float middle = (static_cast<float>(i) + mix(0.1F, 0.9F, noise.cell(i, 1))) * spacing;
            const float own = tall * mix(0.50F, 1.0F, noise.cell(i, 2));
            const float off = std::fabs(u - middle) / (own * mix(0.17F, 0.25F, noise.cell(i, 3)));
            if (off < 1) height = std::max(height, own * std::pow(1 - off, 1.15F));
        }
        return height * (1 + 0.10F * noise.at(u * 8 / tall, 3.3F));
    });
}

void paint_row(Canvas& canvas, const View& view, float foot, float tall, float nearness, std::uint64_t salt) {
    const Noise noise = view.noise(salt);
    const auto heights = crowns(canvas, noise, tall, tall * 0.15F);
    const Rgb dark = view.has(Theme::snow) ? Rgb{0.16F, 0.22F, 0.24F} : Rgb{0.05F, 0.11F, 0.08F};
    const bool autumn = view.has(Theme::sunset) && !view.has(Theme::snow);
    const Rgb light = autumn ? Rgb{0.50F, 0.36F, 0.14F} : Rgb{0.22F, 0.38F, 0.17F};
    for (int x = 0; x < canvas.width; ++x) {
        const float u = canvas.u(x), height = heights[static_cast<std::size_t>(x)],
                    ground = foot + 0.02F * noise.at(u * 2, 5);
        for (int y = std::max(0, canvas.y(ground - height));
             y < std::min(canvas.height, canvas.y(ground + tall * 0.05F)); ++y) {
            const float v = canvas.v(y), up = clamp01((ground - v) / std::max(0.01F, height));
            const float needles =
                clamp01(0.40F + 0.9F * noise.fractal(u * 11 / tall, v * 16 / tall, 3) + 0.22F * up);
            Rgb colour = mix(dark, light, needles);
            if (view.has(Theme::snow))
                colour = mix(colour, Rgb{0.92F, 0.95F, 0.99F}, smooth(0.50F, 0.80F, needles) * 0.9F);
            const Rgb shown =
                mix(view.lit(colour, nearness), view.light.fog, 0.35F * (1 - nearness) * smooth(0.5F, 0, up));
            const float cover = clamp01((v - (ground - height)) / canvas.pixel() + 0.5F) *
                                smooth(ground + tall * 0.05F, ground, v);
            canvas.at(x, y) = mix(canvas.at(x, y), shown, cover);
        }
    }
}

struct Bloom {
    float u, v, radius;
    Rgb colour;
};

Rgb bloom_colour(const View& view, float choice) {
    const auto& accents = view.scene.accents;
    const Rgb usual[] = {
        {0.92F, 0.24F, 0.26F}, {0.98F, 0.82F, 0.30F}, {0.94F, 0.92F, 0.96F}, {0.72F, 0.42F, 0.86F}};
    if (accents.empty()) return usual[static_cast<std::size_t>(choice * 3.999F)];
    return mix(accents[static_cast<std::size_t>(choice * 0.999F * static_cast<float>(accents.size()))],
               Rgb{1, 1, 1}, 0.16F * choice);
}

/// Five petals around a light middle; far ones are dots.
void paint_bloom(Canvas& canvas, const View& view, const Bloom& bloom, float turn) {
    const Rgb petal = view.lit(bloom.colour, 0.96F), core = view.lit(Rgb{0.98F, 0.86F, 0.42F}, 1);
    const int reach = std::max(1, static_cast<int>(bloom.radius * static_cast<float>(canvas.height)) + 1);
    const int cx = canvas.x(bloom.u), cy = canvas.y(bloom.v);
    for (int y = std::max(0, cy - reach); y <= std::min(canvas.height - 1, cy + reach); ++y)
        for (int x = std::max(0, cx - reach); x <= std::min(canvas.width - 1, cx + reach); ++x) {
            const float dx = canvas.u(x) - bloom.u, dy = (canvas.v(y) - bloom.v) * 1.35F,
                        d = std::hypot(dx, dy) / bloom.radius;
            const float outline = 0.72F + 0.28F * std::cos(std::atan2(dy, dx) * 5 + turn);
            const float cover = smooth(outline + 0.12F, outline - 0.12F, d);
            const Rgb colour =
                mix(mix(petal * 0.72F, petal, clamp01(d + 0.25F)), core, smooth(0.30F, 0.18F, d));
            canvas.at(x, y) = mix(canvas.at(x, y), colour, cover);
        }
}

}  // namespace

void paint_forest(Canvas& canvas, const View& view) {
    constexpr int kRows = 4;
    const bool watery = view.has(Theme::lake) || view.has(Theme::sea);
    for (int i = 0; i < kRows; ++i) {
        const float share = static_cast<float>(i) / (kRows - 1);
        const float foot =
            mix(view.horizon + 0.02F, watery ? view.horizon + 0.035F : view.horizon + 0.20F, share);
        paint_row(canvas, view, foot, mix(0.09F, watery ? 0.15F : 0.36F, share), mix(0.38F, 0.92F, share),
                  static_cast<std::uint64_t>(80 + i));
    }
}

void paint_flowers(Canvas& canvas, const View& view) {
    const Noise noise = view.noise(90), patches = view.noise(91);
    const float top = view.has(Theme::lake) ? shore_of(view) + 0.05F : view.horizon + 0.05F;
    const int count = static_cast<int>(1500 * std::min(1.5F, view.of(Theme::flowers)));
    for (int i = 0; i < count; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(count), near = share * share;
        const float v = mix(top, 1.04F, near), u = mix(-1.05F, 1.05F, noise.cell(i, 1)) * canvas.half_width();
        if (patches.at(u * 5, v * 9) < -0.15F) continue;
        const Bloom bloom{u, v, mix(0.0022F, 0.018F, near) * mix(0.7F, 1.25F, noise.cell(i, 2)),
                          bloom_colour(view, noise.cell(i, 3))};
        paint_bloom(canvas, view, bloom, noise.cell(i, 4) * 6.28F);
    }
}

/// Blades of grass at the lower edge, dark against the light.
void paint_foreground(Canvas& canvas, const View& view) {
    if (view.has(Theme::sea) || view.has(Theme::city) || view.has(Theme::desert)) return;
    const Noise noise = view.noise(95);
    const Rgb dark = view.has(Theme::snow) ? Rgb{0.42F, 0.44F, 0.46F} : Rgb{0.07F, 0.12F, 0.05F};
    const Rgb tip = view.has(Theme::snow) ? Rgb{0.80F, 0.82F, 0.86F} : Rgb{0.42F, 0.50F, 0.18F};
    const int count = view.has(Theme::snow) ? 60 : 420;
    for (int i = 0; i < count; ++i) {
        const float root = mix(-1.05F, 1.05F, noise.cell(i, 1)) * canvas.half_width(),
                    tall = mix(0.035F, 0.13F, noise.cell(i, 2));
        const float bend = (noise.cell(i, 3) - 0.5F) * 0.10F, thick = mix(0.0010F, 0.0026F, noise.cell(i, 4));
        const int steps = std::max(2, static_cast<int>(tall * static_cast<float>(canvas.height)));
        for (int s = 0; s < steps; ++s) {
            const float up = static_cast<float>(s) / static_cast<float>(steps), u = root + bend * up * up,
                        v = 1.01F - tall * up;
            const int half = static_cast<int>(thick * (1 - up) * static_cast<float>(canvas.height));
            const Rgb colour = view.lit(mix(dark, tip, up * noise.cell(i, 5)), 1);
            for (int x = std::max(0, canvas.x(u) - half); x <= std::min(canvas.width - 1, canvas.x(u) + half);
                 ++x)
                if (const int y = canvas.y(v); y >= 0 && y < canvas.height)
                    canvas.at(x, y) = mix(canvas.at(x, y), colour, 0.85F);
        }
    }
}

}  // namespace divan::engine::standin
