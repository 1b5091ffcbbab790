#pragma once

#include <cstddef>
#include <vector>

#include "nodes/standin/colour.hpp"

namespace divan::engine::standin {

/// A picture while it is painted. Painters use coordinates that do not depend on its resolution: `v` runs
/// from 0 at the top to 1 at the bottom, `u` has the same scale and is 0 in the middle.
struct Canvas {
    int width = 0, height = 0;
    std::vector<Rgb> pixels;

    Canvas(int w, int h)
        : width{w}, height{h}, pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}

    Rgb& at(int x, int y) {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
    Rgb at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
    Rgb near(int x, int y) const { return at(std::clamp(x, 0, width - 1), std::clamp(y, 0, height - 1)); }

    float u(int x) const {
        return (static_cast<float>(x) + 0.5F - static_cast<float>(width) / 2) / static_cast<float>(height);
    }
    float v(int y) const { return (static_cast<float>(y) + 0.5F) / static_cast<float>(height); }
    int x(float u) const {
        return static_cast<int>(std::floor(u * static_cast<float>(height) + static_cast<float>(width) / 2));
    }
    int y(float v) const { return static_cast<int>(std::floor(v * static_cast<float>(height))); }
    float half_width() const { return static_cast<float>(width) / static_cast<float>(height) / 2; }
    float pixel() const { return 1.0F / static_cast<float>(height); }
};

/// `paint(u, v, colour)` for all pixels of the rows from `first` to below `end`.
template <class Paint>
void paint_rows(Canvas& canvas, int first, int end, Paint paint) {
    for (int y = std::max(0, first); y < std::min(end, canvas.height); ++y) {
        const float v = canvas.v(y);
        for (int x = 0; x < canvas.width; ++x) paint(canvas.u(x), v, canvas.at(x, y));
    }
}

/// A function of the column, computed once for each.
template <class Function>
std::vector<float> along_columns(const Canvas& canvas, Function function) {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(canvas.width));
    for (int x = 0; x < canvas.width; ++x) values.push_back(function(canvas.u(x)));
    return values;
}

}  // namespace divan::engine::standin
