#pragma once

#include "nodes/standin/canvas.hpp"
#include "nodes/standin/painter.hpp"
#include "nodes/standin/scene.hpp"

namespace divan::engine::standin {

/// The manner of a finished picture.
struct Manner {
    float brush = 0.004F;  ///< length of the brush strokes, as a part of the height
    float contrast = 1, saturation = 1, brightness = 1, warmth = 0;
    float softness = 0;  ///< 0 to 1
    float outlines = 0;  ///< ink, 0 to 1
    float paper = 0;     ///< watercolour, 0 to 1
    float neon = 0;
    int pixel_rows = 0;  ///< pixel art with so many rows; 0 is off
    Rgb tint{1, 1, 1};
    std::uint64_t seed = 0;
};

Manner manner_of(const PaintOrder& order, const Scene& scene);
/// Brush strokes, glow, outlines, grading, vignette and grain.
void finish(Canvas& canvas, const Manner& manner);
/// Lets the control picture's lights and edges show through.
void follow(Canvas& canvas, const ControlHint& hint);

}  // namespace divan::engine::standin
