#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

#include "terminal.hpp"

namespace divan::app {

enum class PictureMode { off, symbols, sixel, kitty };

/// "auto", "off", "sixel", "kitty" or "symbols". `auto` looks at the terminal: kitty's protocol where the
/// terminal is known to have it, else coloured symbols; off when standard error is no terminal. Errors:
/// `invalid_argument`.
Result<PictureMode> picture_mode(std::string_view name, const Terminal& terminal);

/// A picture as terminal output.
struct DrawnPicture {
    std::string text;
    int rows = 0;  ///< lines that it takes
};

/// A PNG, JPEG or WebP drawn into at most `columns` × `rows` cells, aspect kept. Nothing when the bytes are
/// no picture or the mode cannot be drawn by this build.
std::optional<DrawnPicture> draw(std::string_view encoded, PictureMode mode, const Terminal& terminal,
                                 int columns, int rows);

}  // namespace divan::app
