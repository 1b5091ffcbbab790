#pragma once

#include "nodes/codec/bytes.hpp"

namespace divan::engine {

enum class PillowFilter { bilinear, lanczos };

/// Resizes as Pillow does: 8-bit samples, the filter widened when shrinking, one pass per direction with
/// rounding in between; alpha is multiplied in first and taken out afterwards. The sizes are above zero.
/// Source: Pillow 11, src/libImaging/Resample.c and Image.py `resize`. Pillow 13 takes the vertical pass
/// first where that is less work, and then differs in the last bit.
codec::Raster pillow_resize(const codec::Raster& source, int width, int height, PillowFilter filter);

}  // namespace divan::engine
