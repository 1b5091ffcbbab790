#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cwchar>

#include <divan/base/text.hpp>

namespace divan::app {
namespace {

/// East Asian wide and emoji ranges; an estimate is enough for a progress line.
int columns_of(unsigned code_point) {
    const bool wide =
        (code_point >= 0x1100 && code_point <= 0x115f) || (code_point >= 0x2e80 && code_point <= 0xa4cf) ||
        (code_point >= 0xac00 && code_point <= 0xd7a3) || (code_point >= 0xf900 && code_point <= 0xfaff) ||
        (code_point >= 0xfe30 && code_point <= 0xfe6f) || (code_point >= 0xff00 && code_point <= 0xff60) ||
        (code_point >= 0x1f300 && code_point <= 0x1faff);
    return wide ? 2 : 1;
}

unsigned decode(std::string_view text, std::size_t at, std::size_t length) {
    if (length <= 1) return static_cast<unsigned char>(text[at]);
    unsigned code = static_cast<unsigned char>(text[at]) & (0xffu >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
        code = code << 6 | (static_cast<unsigned char>(text[at + k]) & 0x3fu);
    return code;
}

}  // namespace

Terminal Terminal::of_standard_error() {
    Terminal terminal;
    const char* term = std::getenv("TERM");
    terminal.interactive = ::isatty(STDERR_FILENO) && term && std::string_view{term} != "dumb";
    const char* no_colour = std::getenv("NO_COLOR");
    terminal.colours = terminal.interactive && !(no_colour && *no_colour);
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        terminal.columns = size.ws_col;
        terminal.rows = size.ws_row > 0 ? size.ws_row : 24;
        if (size.ws_xpixel >= size.ws_col && size.ws_ypixel >= terminal.rows) {
            terminal.cell_width = size.ws_xpixel / size.ws_col;
            terminal.cell_height = size.ws_ypixel / terminal.rows;
        }
    }
    return terminal;
}

std::string paint(const Terminal& terminal, Colour colour, std::string_view text) {
    if (!terminal.colours) return std::string{text};
    const char* code = "0";
    switch (colour) {
        case Colour::red:
            code = "31";
            break;
        case Colour::green:
            code = "32";
            break;
        case Colour::yellow:
            code = "33";
            break;
        case Colour::blue:
            code = "36";
            break;
        case Colour::dim:
            code = "2";
            break;
        case Colour::bold:
            code = "1";
            break;
    }
    return std::string{"\x1b["} + code + "m" + std::string{text} + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, utf8_length(text, i));
        width += static_cast<std::size_t>(columns_of(decode(text, i, length)));
        i += length;
    }
    return width;
}

std::string_view fit(std::string_view text, std::size_t columns) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, utf8_length(text, i));
        width += static_cast<std::size_t>(columns_of(decode(text, i, length)));
        if (width > columns) return text.substr(0, i);
        i += length;
    }
    return text;
}

}  // namespace divan::app
