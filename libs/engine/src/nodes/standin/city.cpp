#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

struct Block {
    float left = 0, right = 0, top = 0;
    int number = 0;
    Rgb wall;
};

/// One row of houses from left to right; `share` runs from 0 (far) to 1 (near).
std::vector<Block> row_of(const Canvas& canvas, const View& view, float share, std::uint64_t salt) {
    const Noise noise = view.noise(salt);
    std::vector<Block> row;
    float left = -canvas.half_width() - 0.05F;
    for (int i = 0; left < canvas.half_width(); ++i) {
        const float width = mix(0.035F, 0.085F, noise.cell(i, 1)) * mix(0.8F, 1.5F, share);
        const float tower = noise.cell(i, 2);
        const float middle = std::exp(-std::pow((left - view.sun_u * 0.4F) / 0.55F, 2.0F));
        const float height = (0.06F + 0.34F * tower * tower * mix(0.35F, 1.0F, middle)) *
                             mix(0.9F, 1.15F, share) * mix(0.7F, 1.0F, view.of(Theme::city));
        const Rgb wall = mix(mix(Rgb{0.20F, 0.22F, 0.28F}, Rgb{0.58F, 0.54F, 0.52F}, noise.cell(i, 3)),
                             view.accent, 0.12F);
        row.push_back({left, left + width, view.horizon + 0.02F - height, i, wall});
        left += width * mix(0.86F, 1.12F, noise.cell(i, 4));
    }
    return row;
}

Rgb window_light(const View& view, float choice) {
    if (view.has(Theme::neon)) return from_hue(mix(0.48F, 0.95F, choice), 0.75F, 1.1F);
    return mix(Rgb{1.0F, 0.78F, 0.42F}, Rgb{0.86F, 0.92F, 1.0F}, choice > 0.8F ? 1.0F : choice * 0.3F);
}

Rgb facade(const View& view, const Block& block, const Noise& noise, float u, float v, float share) {
    const float nearness = mix(0.35F, 0.95F, share);
    const float sunny = (u - block.left) / (block.right - block.left) * (view.sun_u > u ? 1.0F : -1.0F);
    Rgb colour = view.lit(block.wall * (0.86F + 0.16F * sunny), nearness);
    const float cell_u = mix(0.0050F, 0.0085F, share), cell_v = cell_u * 1.5F;
    const float x = (u - block.left) / cell_u, y = (v - block.top) / cell_v;
    const float in_x = x - std::floor(x), in_y = y - std::floor(y);
    const bool glass = in_x > 0.25F && in_x < 0.78F && in_y > 0.28F && in_y < 0.76F && x > 1 &&
                       (block.right - u) / cell_u > 1 && y > 1;
    if (!glass) return colour;
    const int column = static_cast<int>(x) + block.number * 131, floor = static_cast<int>(y);
    const bool lamps = view.light.day < 0.75F || view.has(Theme::neon);
    if (lamps && noise.cell(column, floor) < mix(0.52F, 0.30F, view.light.day))
        return mix(colour,
                   window_light(view, noise.cell(column + 7, floor)) * mix(1.0F, 0.7F, view.light.day),
                   mix(0.6F, 1.0F, share));
    return mix(colour, view.light.zenith, 0.45F * nearness);
}

void paint_block(Canvas& canvas, const View& view, const Block& block, const Noise& noise, float share) {
    const int bottom = std::min(canvas.height, canvas.y(view.horizon + 0.045F));
    for (int y = std::max(0, canvas.y(block.top)); y < bottom; ++y)
        for (int x = std::max(0, canvas.x(block.left)); x < std::min(canvas.width, canvas.x(block.right));
             ++x)
            canvas.at(x, y) = facade(view, block, noise, canvas.u(x), canvas.v(y), share);
}

/// An antenna with a red lamp on some of the highest.
void paint_antenna(Canvas& canvas, const View& view, const Block& block, const Noise& noise, float share) {
    if (noise.cell(block.number, 9) > 0.22F || view.horizon - block.top < 0.2F) return;
    const int x = canvas.x((block.left + block.right) / 2), top = canvas.y(block.top - 0.045F),
              base = canvas.y(block.top);
    for (int y = std::max(0, top); y < std::min(base, canvas.height); ++y)
        if (x >= 0 && x < canvas.width)
            canvas.at(x, y) = view.lit(block.wall * 0.6F, mix(0.35F, 0.9F, share));
}

}  // namespace

void paint_city(Canvas& canvas, const View& view) {
    constexpr int kRows = 3;
    for (int i = 0; i < kRows; ++i) {
        const float share = static_cast<float>(i) / (kRows - 1);
        const auto salt = static_cast<std::uint64_t>(60 + i);
        const Noise noise = view.noise(salt + 10);
        for (const Block& block : row_of(canvas, view, share, salt)) {
            paint_block(canvas, view, block, noise, share);
            paint_antenna(canvas, view, block, noise, share);
        }
    }
}

}  // namespace divan::engine::standin
