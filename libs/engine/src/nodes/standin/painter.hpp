#pragma once

#include <string>
#include <vector>

#include "nodes/objects.hpp"

namespace divan::engine::standin {

/// Everything that shapes one stand-in picture. Equal orders give equal pixels on one machine and build.
struct PaintOrder {
    Conditioning positive, negative;
    std::uint64_t seed = 0;
    int width = 512, height = 512;  ///< pixels; above zero
    int steps = 20;                 ///< more steps: finer detail
    double cfg = 8;                 ///< more: stronger contrast
    std::string sampler, scheduler, model;
    std::vector<LoraUse> loras;  ///< each casts a tint of its own, by its strength
};

/// Paints the picture: batch 1, RGB. About a third of a second a megapixel.
Image paint(const PaintOrder& order);

}  // namespace divan::engine::standin
