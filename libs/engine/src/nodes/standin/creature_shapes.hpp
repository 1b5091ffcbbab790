#pragma once

#include <cstdint>
#include <span>

#include "nodes/standin/scene.hpp"

namespace divan::engine::standin {

enum class Tone : std::uint8_t { body, light, dark, accent, glow };

/// A limb: everything within a radius of the line from a to b; the radius goes from `ra` to `rb`. A point is
/// a circle, a second radius of 0 a spike. `x` runs to the right, `y` up from the ground; a creature is about
/// one unit high.
struct Limb {
    float ax, ay, bx, by, ra, rb;
    Tone tone = Tone::body;
};

/// From back to front.
std::span<const Limb> limbs_of(Subject subject);
/// Things in the air or in water have no ground and no shadow.
bool floats(Subject subject);

}  // namespace divan::engine::standin
