#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace divan::app {

/// What standard error can show. People look at standard error; standard output is for programs.
struct Terminal {
    bool interactive = false;  ///< standard error is a terminal and TERM is not "dumb"
    bool colours = false;      ///< interactive, and NO_COLOR is not set
    int columns = 80;
    int rows = 24;
    int cell_width = 10, cell_height = 20;  ///< pixels; as the terminal tells, else a guess

    static Terminal of_standard_error();
};

enum class Colour { red, green, yellow, blue, dim, bold };

/// `text` in a colour when the terminal has colours, else `text`.
std::string paint(const Terminal& terminal, Colour colour, std::string_view text);

/// Columns that `text` takes on a terminal, roughly: one for each character, two for wide ones.
std::size_t display_width(std::string_view text);
/// The longest beginning of `text` that fits into `columns`.
std::string_view fit(std::string_view text, std::size_t columns);

}  // namespace divan::app
