#pragma once

#include "execution/node.hpp"

namespace divan::engine {

/// How far the border of a mask fades, in pixels, per side.
struct Feather {
    int left = 0, top = 0, right = 0, bottom = 0;
};

/// Fades the borders. As in ComfyUI 0.3.64 (comfy_extras/nodes_mask.py `FeatherMask`) the first step of the
/// right side falls on column 0, and that of the bottom on row 0.
Mask feather(Mask mask, Feather feather);

/// Grows the mask `steps` pixels (negative: shrinks it), with the border's values continued outside.
/// `tapered`: along the axes only in each step, so that corners become diagonal.
/// Source: ComfyUI 0.3.64, comfy_extras/nodes_mask.py `GrowMask`; scipy.ndimage's grey dilation, mode
/// "reflect".
Mask grow(const Mask& mask, int steps, bool tapered);

}  // namespace divan::engine
