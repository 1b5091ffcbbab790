#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

/// One chain of mountains or hills: the height of its crest by column.
struct Ridge {
    std::vector<float> crest;
    float nearness;
    std::uint64_t salt;
};

std::vector<Ridge> ridges_of(const Canvas& canvas, const View& view) {
    const float height = std::min(1.4F, view.of(Theme::mountains));
    const bool high = view.has(Theme::mountains);
    const int count = high ? 4 : view.has(Theme::sea) || view.has(Theme::city) ? 1 : 2;
    std::vector<Ridge> ridges;
    for (int i = 0; i < count; ++i) {
        const float share = static_cast<float>(i + 1) / static_cast<float>(count);
        const auto salt = static_cast<std::uint64_t>(20 + i);
        const Noise noise = view.noise(salt);
        const float tall = high ? mix(0.36F, 0.12F, share) * height : 0.06F;
        const float scale = high ? mix(1.5F, 2.6F, share) : 1.2F;
        const int octaves = high ? view.detail + 1 : 3;
        ridges.push_back({along_columns(canvas,
                                        [&](float u) {
                                            const float form =
                                                high ? noise.ridged(u * scale, share * 9, octaves) - 0.24F
                                                     : 0.45F + 0.6F * noise.fractal(u * scale, share * 9,
                                                                                    octaves);
                                            return view.horizon + 0.012F * static_cast<float>(i) -
                                                   tall * std::max(0.0F, form) - (high ? 0 : 0.005F);
                                        }),
                          mix(0.22F, 0.74F, share), salt});
    }
    return ridges;
}

Rgb rock(const View& view, const Ridge& ridge, const Noise& noise, float u, float v, float below_crest,
         float slope) {
    const float grain = noise.fractal(u * 9, v * 15 + u * 3, view.detail);
    const float folds = noise.fractal(u * 3.3F - v * 2, v * 4, 3);
    const float side =
        clamp01(0.5F + slope * 0.42F * std::exp(-below_crest * 16) + grain * 0.9F + folds * 0.9F);
    const Rgb stone = mix(Rgb{0.20F, 0.21F, 0.27F}, Rgb{0.56F, 0.50F, 0.46F}, side);
    const Rgb green = mix(Rgb{0.10F, 0.19F, 0.15F}, Rgb{0.34F, 0.44F, 0.24F}, side);
    const bool bare = view.has(Theme::desert);
    const Rgb sandy = mix(Rgb{0.38F, 0.19F, 0.14F}, Rgb{0.82F, 0.50F, 0.33F}, side);
    Rgb colour = bare ? sandy
                      : mix(stone, green,
                            view.has(Theme::snow) ? 0.0F : smooth(0.04F, 0.20F, below_crest + grain * 0.08F));
    const float snow_line = view.has(Theme::snow)                 ? 0.30F
                            : view.has(Theme::mountains) && !bare ? 0.07F * view.of(Theme::mountains)
                                                                  : 0;
    const float cap = smooth(snow_line, snow_line * 0.35F, below_crest + 0.05F * grain + 0.05F * folds) *
                      (snow_line > 0 ? 1.0F : 0.0F);
    colour = mix(colour, mix(Rgb{0.56F, 0.64F, 0.80F}, Rgb{0.99F, 0.98F, 0.97F}, side), cap);
    const float haze = smooth(0.30F, 0.0F, view.horizon + 0.04F - v) * 0.35F;
    return mix(view.lit(colour, ridge.nearness), view.light.fog, haze * (1.1F - ridge.nearness));
}

float slope_at(const std::vector<float>& crest, int x, int reach) {
    const int last = static_cast<int>(crest.size()) - 1;
    const auto left = static_cast<std::size_t>(std::max(0, x - reach)),
               right = static_cast<std::size_t>(std::min(last, x + reach));
    return (crest[right] - crest[left]) / std::max(1.0F, static_cast<float>(right - left));
}

Rgb soil(const View& view, const Noise& noise, float u, float depth, float v) {
    const float broad = noise.fractal(u * depth * 0.8F, depth * 1.3F, 3);
    const float fine = noise.fractal(u * depth * 5, depth * 14, view.detail);
    const float t = clamp01(0.5F + broad * 0.8F + fine * 0.55F);
    if (view.has(Theme::snow))
        return mix(Rgb{0.62F, 0.70F, 0.84F}, Rgb{0.98F, 0.98F, 0.99F}, clamp01(t + 0.12F));
    if (view.has(Theme::desert)) {
        const float ripple = std::sin(depth * 26 + 5 * noise.at(u * depth, depth) + u * depth * 6);
        return mix(Rgb{0.62F, 0.38F, 0.22F}, Rgb{0.95F, 0.77F, 0.52F},
                   clamp01(t + 0.10F * ripple * smooth(0.6F, 1, v)));
    }
    if (view.has(Theme::sea)) return mix(Rgb{0.70F, 0.58F, 0.42F}, Rgb{0.94F, 0.86F, 0.70F}, t);
    if (view.has(Theme::city)) return mix(Rgb{0.16F, 0.17F, 0.19F}, Rgb{0.40F, 0.40F, 0.42F}, t);
    if (view.has(Theme::forest)) return mix(Rgb{0.10F, 0.13F, 0.07F}, Rgb{0.33F, 0.34F, 0.16F}, t);
    const Rgb grass = mix(Rgb{0.15F, 0.27F, 0.10F}, Rgb{0.56F, 0.64F, 0.25F}, t);
    return view.has(Theme::sunset) ? mix(grass, Rgb{0.62F, 0.45F, 0.20F}, 0.35F) : grass;
}

}  // namespace

void paint_mountains(Canvas& canvas, const View& view) {
    const std::vector<Ridge> ridges = ridges_of(canvas, view);
    const int end = canvas.y(view.horizon + 0.12F) + 1;
    for (const Ridge& ridge : ridges) {
        const Noise noise = view.noise(ridge.salt + 100);
        for (int x = 0; x < canvas.width; ++x) {
            const float crest = ridge.crest[static_cast<std::size_t>(x)], u = canvas.u(x);
            const float to_sun = view.sun_u > u ? 1.0F : -1.0F;
            const float slope = slope_at(ridge.crest, x, std::max(1, canvas.height / 160)) *
                                static_cast<float>(canvas.height) * to_sun * -1;
            for (int y = std::max(0, canvas.y(crest)); y < std::min(end, canvas.height); ++y) {
                const float v = canvas.v(y);
                const Rgb colour = rock(view, ridge, noise, u, v, v - crest, slope);
                canvas.at(x, y) = mix(canvas.at(x, y), colour, clamp01((v - crest) / canvas.pixel() + 0.5F));
            }
        }
    }
}

void paint_ground(Canvas& canvas, const View& view) {
    const Noise noise = view.noise(40), hills = view.noise(41);
    const float roll = view.has(Theme::sea) || view.has(Theme::lake) || view.has(Theme::city) ? 0.0F
                       : view.has(Theme::desert)                                              ? 0.05F
                                                                                              : 0.03F;
    const auto edge = along_columns(
        canvas, [&](float u) { return view.horizon + 0.01F + roll * hills.fractal(u * 1.7F, 2, 3); });
    for (int x = 0; x < canvas.width; ++x) {
        const float u = canvas.u(x), top = edge[static_cast<std::size_t>(x)];
        for (int y = std::max(0, canvas.y(top)); y < canvas.height; ++y) {
            const float v = canvas.v(y), depth = 1 / (v - top + 0.06F);
            const float nearness = mix(0.42F, 1.0F, smooth(0, 0.22F, v - top));
            const float shine = 0.16F * std::exp(-std::fabs(u - view.sun_u) * 2.2F) * view.light.day;
            const Rgb colour = view.lit(soil(view, noise, u, depth, v), nearness) +
                               view.light.sun * (shine * smooth(0.5F, 0, v - top));
            canvas.at(x, y) = mix(canvas.at(x, y), colour, clamp01((v - top) / canvas.pixel() + 0.5F));
        }
    }
}

}  // namespace divan::engine::standin
