#include "nodes/standin/finish.hpp"

#include "nodes/standin/noise.hpp"

namespace divan::engine::standin {

namespace {

Rgb between(const Canvas& canvas, float x, float y) {
    const float fx = std::floor(x), fy = std::floor(y);
    const auto ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    const Rgb top = mix(canvas.near(ix, iy), canvas.near(ix + 1, iy), x - fx);
    return mix(top, mix(canvas.near(ix, iy + 1), canvas.near(ix + 1, iy + 1), x - fx), y - fy);
}

/// Colours are drawn along a field of strokes, as a brush does.
Canvas brushed(const Canvas& canvas, const Manner& manner) {
    const Noise field{hash_of(1, manner.seed)}, bristles{hash_of(2, manner.seed)};
    Canvas result{canvas.width, canvas.height};
    const float length = manner.brush * static_cast<float>(canvas.height);
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float u = canvas.u(x), v = canvas.v(y);
            const float a = field.at(u * 3.1F, v * 3.1F) * 3.1F, wander = bristles.at(u * 62, v * 62);
            const float dx = std::cos(a), dy = std::sin(a);
            const Rgb here =
                between(canvas, static_cast<float>(x) + length * (dx * wander - dy * 0.3F * wander),
                        static_cast<float>(y) + length * (dy * wander + dx * 0.3F * wander));
            result.at(x, y) = here * (1 + 0.030F * wander);
        }
    return result;
}

/// A small blurred copy of what is bright.
Canvas glow_of(const Canvas& canvas, float threshold) {
    constexpr int kShrink = 8;
    Canvas small{std::max(1, canvas.width / kShrink), std::max(1, canvas.height / kShrink)};
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x) {
            const Rgb colour = canvas.near(x * kShrink + kShrink / 2, y * kShrink + kShrink / 2);
            small.at(x, y) = colour * smooth(threshold, threshold + 0.35F, luma(colour));
        }
    const int reach = std::max(1, small.height / 22);
    for (const auto& [dx, dy] : {std::pair{1, 0}, std::pair{0, 1}, std::pair{1, 0}, std::pair{0, 1}}) {
        const Canvas from = small;
        for (int y = 0; y < small.height; ++y)
            for (int x = 0; x < small.width; ++x) {
                Rgb sum{};
                for (int k = -reach; k <= reach; ++k) sum = sum + from.near(x + k * dx, y + k * dy);
                small.at(x, y) = sum * (1.0F / static_cast<float>(2 * reach + 1));
            }
    }
    return small;
}

void add_glow(Canvas& canvas, const Canvas& glow, float amount) {
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float gx = (static_cast<float>(x) + 0.5F) / static_cast<float>(canvas.width) *
                                 static_cast<float>(glow.width) -
                             0.5F;
            const float gy = (static_cast<float>(y) + 0.5F) / static_cast<float>(canvas.height) *
                                 static_cast<float>(glow.height) -
                             0.5F;
            canvas.at(x, y) = canvas.at(x, y) + between(glow, gx, gy) * amount;
        }
}

void soften(Canvas& canvas, float amount) {
    const int reach = std::max(1, static_cast<int>(amount * 0.006F * static_cast<float>(canvas.height)));
    const Canvas sharp = canvas;
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            Rgb sum = sharp.at(x, y) * 4;
            for (const auto& [dx, dy] :
                 {std::pair{-1, -1}, std::pair{1, -1}, std::pair{-1, 1}, std::pair{1, 1}, std::pair{-2, 0},
                  std::pair{2, 0}, std::pair{0, -2}, std::pair{0, 2}})
                sum = sum + sharp.near(x + dx * reach, y + dy * reach);
            canvas.at(x, y) = mix(sharp.at(x, y), sum * (1.0F / 12), clamp01(amount));
        }
}

float edge_at(const Canvas& canvas, int x, int y, int step) {
    const float gx = luma(canvas.near(x + step, y)) - luma(canvas.near(x - step, y));
    const float gy = luma(canvas.near(x, y + step)) - luma(canvas.near(x, y - step));
    return std::sqrt(gx * gx + gy * gy);
}

void outline(Canvas& canvas, const Manner& manner) {
    const Canvas plain = canvas;
    const Noise paper{hash_of(3, manner.seed)};
    const int step = std::max(1, canvas.height / 700);
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float line = smooth(0.05F, 0.22F, edge_at(plain, x, y, step));
            const float tone = luma(plain.at(x, y)), u = canvas.u(x), v = canvas.v(y);
            const float hatch =
                smooth(0.42F, 0.0F, tone) *
                smooth(0.1F, 0.9F, 0.5F + 0.5F * std::sin((u + v) * 420 + 2 * paper.at(u * 20, v * 20)));
            const float ink = clamp01(std::max(line, hatch * 0.8F));
            const Rgb sheet = mix(Rgb{0.95F, 0.92F, 0.86F}, plain.at(x, y), 0.30F) *
                              (0.55F + 0.45F * smooth(0, 0.55F, tone));
            canvas.at(x, y) = mix(plain.at(x, y), mix(sheet, Rgb{0.07F, 0.07F, 0.10F}, ink), manner.outlines);
        }
}

void wash(Canvas& canvas, const Manner& manner) {
    const Canvas plain = canvas;
    const Noise paper{hash_of(4, manner.seed)};
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float u = canvas.u(x), v = canvas.v(y),
                        bleed = paper.fractal(u * 7, v * 7, 4) * 0.022F * static_cast<float>(canvas.height);
            const Rgb wet = between(plain, static_cast<float>(x) + bleed, static_cast<float>(y) - bleed);
            const float grain = paper.at(u * 210, v * 210), pool = paper.fractal(u * 3 + 9, v * 3, 3);
            const Rgb pale =
                mix(wet, Rgb{0.98F, 0.96F, 0.92F}, clamp01(0.24F + 0.25F * pool + 0.07F * grain));
            canvas.at(x, y) =
                mix(plain.at(x, y), pale * (1 - 0.35F * smooth(0.06F, 0.25F, edge_at(plain, x, y, 2))),
                    manner.paper);
        }
}

void pixelate(Canvas& canvas, int rows) {
    const int block = std::max(2, canvas.height / rows);
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const Rgb colour = canvas.near(x / block * block + block / 2, y / block * block + block / 2);
            const auto step = [](float value) { return std::round(clamp01(value) * 7) / 7; };
            if (x % block == 0 && y % block == 0) {
                for (int j = y; j < std::min(canvas.height, y + block); ++j)
                    for (int i = x; i < std::min(canvas.width, x + block); ++i)
                        canvas.at(i, j) = {step(colour.r), step(colour.g), step(colour.b)};
            }
        }
}

Rgb graded(Rgb colour, const Manner& manner) {
    colour = saturate(colour * manner.brightness * manner.tint, manner.saturation);
    colour = colour + Rgb{0.05F, 0.01F, -0.05F} * manner.warmth;
    const auto curve = [&](float x) {
        const float compressed =
            x < 0.8F ? x : 0.8F + 0.2F * (1 - std::exp(-(x - 0.8F) * 3.2F));  // lights roll off softly
        return clamp01(0.46F + (std::max(0.0F, compressed) - 0.46F) * manner.contrast);
    };
    return {curve(colour.r), curve(colour.g), curve(colour.b)};
}

void grade(Canvas& canvas, const Manner& manner) {
    const Noise grain{hash_of(5, manner.seed)};
    const float corner = canvas.half_width() * canvas.half_width() + 0.25F;
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float u = canvas.u(x), v = canvas.v(y) - 0.5F;
            const float vignette = 1 - 0.26F * std::pow((u * u + v * v) / corner, 1.5F);
            const float speck = manner.pixel_rows ? 0 : (grain.cell(x, y) - 0.5F) * 0.026F;
            canvas.at(x, y) = graded(canvas.at(x, y) * vignette, manner) + Rgb{speck, speck, speck};
        }
}

}  // namespace

Manner manner_of(const PaintOrder& order, const Scene& scene) {
    Manner manner;
    const std::uint64_t model = hash_of(order.model);
    manner.seed = hash_of(order.seed, hash_of(order.sampler, hash_of(order.scheduler)));
    manner.brush = mix(0.0015F, 0.0060F, unit(model)) * (order.steps < 8 ? 1.6F : 1.0F);
    manner.contrast = 1.04F + 0.022F * static_cast<float>(std::clamp(order.cfg, 1.0, 30.0) - 7) +
                      0.10F * (unit(hash_of(1, model)) - 0.5F);
    manner.saturation = 1.06F + 0.22F * (unit(hash_of(2, model)) - 0.5F) + 0.30F * scene.of(Theme::vivid) -
                        0.45F * std::min(1.0F, scene.of(Theme::muted));
    manner.warmth = 0.8F * (unit(hash_of(3, model)) - 0.5F);
    manner.brightness = 1 + 0.10F * scene.of(Theme::bright) - 0.16F * scene.of(Theme::dark);
    manner.softness = std::min(1.0F, 0.7F * scene.of(Theme::soft) + (order.steps < 6 ? 0.5F : 0.0F));
    manner.outlines = std::min(1.0F, scene.of(Theme::ink));
    manner.paper = std::min(1.0F, scene.of(Theme::watercolour));
    manner.neon = std::min(1.0F, scene.of(Theme::neon));
    manner.pixel_rows = scene.has(Theme::pixel) ? 128 : 0;
    for (const LoraUse& lora : order.loras) {
        const std::uint64_t hash = hash_of(lora.name);
        const float strength = std::clamp(static_cast<float>(lora.strength), -2.0F, 2.0F);
        const Rgb cast = from_hue(unit(hash), 0.55F, 1.0F) * 1.25F;
        manner.tint = manner.tint * mix(Rgb{1, 1, 1}, cast, 0.30F * strength);
        manner.contrast += 0.10F * strength * (unit(hash_of(7, hash)) - 0.3F);
        if (lora.name.find("ink") != std::string::npos || lora.name.find("line") != std::string::npos)
            manner.outlines = std::clamp(manner.outlines + 0.6F * strength, 0.0F, 1.0F);
    }
    return manner;
}

void finish(Canvas& canvas, const Manner& manner) {
    canvas = brushed(canvas, manner);
    if (manner.softness > 0) soften(canvas, manner.softness);
    add_glow(canvas, glow_of(canvas, manner.neon > 0 ? 0.35F : 0.62F), 0.22F + 0.45F * manner.neon);
    if (manner.paper > 0) wash(canvas, manner);
    if (manner.outlines > 0) outline(canvas, manner);
    if (manner.pixel_rows > 0) pixelate(canvas, manner.pixel_rows);
    grade(canvas, manner);
}

void follow(Canvas& canvas, const ControlHint& hint) {
    const float strength = static_cast<float>(std::clamp(hint.strength * (hint.end - hint.start), 0.0, 2.0));
    const Image& picture = *hint.picture;
    if (strength <= 0 || picture.values.empty()) return;
    Canvas control{canvas.width, canvas.height};
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const int from_x = static_cast<int>(static_cast<long long>(x) * picture.width / canvas.width);
            const int from_y = static_cast<int>(static_cast<long long>(y) * picture.height / canvas.height);
            const float* pixel = &picture.values[picture.index(0, from_y, from_x, 0)];
            control.at(x, y) = {clamp01(pixel[0]), clamp01(pixel[1]), clamp01(pixel[2])};
        }
    const int step = std::max(1, canvas.height / 500);
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < canvas.width; ++x) {
            const float light = mix(1.0F, 0.45F + 1.05F * luma(control.at(x, y)), clamp01(0.6F * strength));
            const float edge = smooth(0.04F, 0.30F, edge_at(control, x, y, step)) * clamp01(0.75F * strength);
            const Rgb lit = canvas.at(x, y) * light;
            canvas.at(x, y) =
                mix(lit, luma(lit) > 0.35F ? lit * 0.18F : lit * 0.5F + Rgb{0.55F, 0.55F, 0.5F}, edge);
        }
}

}  // namespace divan::engine::standin
