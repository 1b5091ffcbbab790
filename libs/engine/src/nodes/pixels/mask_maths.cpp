#include "nodes/pixels/mask_maths.hpp"

#include <algorithm>
#include <cstdlib>

namespace divan::engine {

namespace {

void scale_column(Mask& mask, int x, float factor) {
    for (int b = 0; b < mask.batch; ++b)
        for (int y = 0; y < mask.height; ++y) mask.at(b, y, x) *= factor;
}

void scale_row(Mask& mask, int y, float factor) {
    for (int b = 0; b < mask.batch; ++b)
        for (int x = 0; x < mask.width; ++x) mask.at(b, y, x) *= factor;
}

float share(int step, int steps) { return static_cast<float>((step + 1.0) / steps); }

/// Python's index −step: 0 stays 0.
int from_end(int step, int size) { return step == 0 ? 0 : size - step; }

using Extreme = float (*)(float, float);

float greater(float left, float right) { return std::max(left, right); }
float lesser(float left, float right) { return std::min(left, right); }

/// One step over the four direct neighbours. True when something changed.
bool spread_to_neighbours(const Mask& from, Mask& to, int b, Extreme extreme) {
    bool changed = false;
    for (int y = 0; y < from.height; ++y)
        for (int x = 0; x < from.width; ++x) {
            float value = from.at(b, y, x);
            if (y > 0) value = extreme(value, from.at(b, y - 1, x));
            if (y + 1 < from.height) value = extreme(value, from.at(b, y + 1, x));
            if (x > 0) value = extreme(value, from.at(b, y, x - 1));
            if (x + 1 < from.width) value = extreme(value, from.at(b, y, x + 1));
            changed = changed || value != from.at(b, y, x);
            to.at(b, y, x) = value;
        }
    return changed;
}

Mask grow_tapered(Mask mask, int steps, Extreme extreme) {
    Mask next = mask;
    for (int step = 0; step < steps; ++step) {
        bool changed = false;
        for (int b = 0; b < mask.batch; ++b)
            changed = spread_to_neighbours(mask, next, b, extreme) || changed;
        std::swap(mask, next);
        if (!changed) break;
    }
    return mask;
}

/// The extreme of a window of `reach` on both sides, along one line; doubling windows, so log2(reach) passes.
void spread_line(std::vector<float>& line, int reach, Extreme extreme) {
    const auto size = static_cast<int>(line.size());
    int done = 0;
    std::vector<float> wider(line.size());
    while (done < reach) {
        const int by = std::min(done + 1 > reach - done ? reach - done : done + 1, std::max(1, size - 1));
        for (int i = 0; i < size; ++i) {
            const float left = line[static_cast<std::size_t>(std::max(0, i - by))];
            const float right = line[static_cast<std::size_t>(std::min(size - 1, i + by))];
            wider[static_cast<std::size_t>(i)] =
                extreme(line[static_cast<std::size_t>(i)], extreme(left, right));
        }
        line.swap(wider);
        done += by;
    }
}

Mask grow_square(Mask mask, int steps, Extreme extreme) {
    const int reach_x = std::min(steps, mask.width), reach_y = std::min(steps, mask.height);
    std::vector<float> line;
    for (int b = 0; b < mask.batch; ++b) {
        for (int y = 0; y < mask.height; ++y) {
            line.assign(&mask.values[mask.index(b, y, 0)], &mask.values[mask.index(b, y, 0)] + mask.width);
            spread_line(line, reach_x, extreme);
            std::copy(line.begin(), line.end(), &mask.values[mask.index(b, y, 0)]);
        }
        line.resize(static_cast<std::size_t>(mask.height));
        for (int x = 0; x < mask.width; ++x) {
            for (int y = 0; y < mask.height; ++y) line[static_cast<std::size_t>(y)] = mask.at(b, y, x);
            spread_line(line, reach_y, extreme);
            for (int y = 0; y < mask.height; ++y) mask.at(b, y, x) = line[static_cast<std::size_t>(y)];
        }
    }
    return mask;
}

}  // namespace

Mask feather(Mask mask, Feather sides) {
    const int left = std::min(sides.left, mask.width), right = std::min(sides.right, mask.width);
    const int top = std::min(sides.top, mask.height), bottom = std::min(sides.bottom, mask.height);
    for (int x = 0; x < left; ++x) scale_column(mask, x, share(x, left));
    for (int x = 0; x < right; ++x) scale_column(mask, from_end(x, mask.width), share(x, right));
    for (int y = 0; y < top; ++y) scale_row(mask, y, share(y, top));
    for (int y = 0; y < bottom; ++y) scale_row(mask, from_end(y, mask.height), share(y, bottom));
    return mask;
}

Mask grow(const Mask& mask, int steps, bool tapered) {
    const Extreme extreme = steps < 0 ? &lesser : &greater;
    if (mask.values.empty()) return mask;
    return tapered ? grow_tapered(mask, std::abs(steps), extreme)
                   : grow_square(mask, std::abs(steps), extreme);
}

}  // namespace divan::engine
