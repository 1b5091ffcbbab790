#include "picture.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

#ifdef DIVAN_HAVE_CHAFA
#include <chafa.h>
#endif

#include <divan/base/base64.hpp>
#include <divan/engine/image_codec.hpp>

namespace divan::app {
namespace {

bool speaks_kitty() {
    const auto holds = [](const char* variable, std::string_view part) {
        const char* value = std::getenv(variable);
        return value && std::string_view{value}.find(part) != std::string_view::npos;
    };
    return holds("TERM", "kitty") || holds("TERM", "ghostty") || holds("TERM_PROGRAM", "WezTerm") ||
           holds("TERM_PROGRAM", "ghostty") || std::getenv("KITTY_WINDOW_ID");
}

struct Cells {
    int wide, high;
};

/// Cells of a picture that keeps its aspect.
Cells cells_for(const engine::Image& image, const Terminal& terminal, int columns, int rows) {
    const double cell = static_cast<double>(terminal.cell_height) / terminal.cell_width;
    const double aspect = static_cast<double>(image.width) / std::max(1, image.height) * cell;
    Cells cells{columns, static_cast<int>(columns / aspect + 0.5)};
    if (cells.high > rows) cells = {static_cast<int>(rows * aspect + 0.5), rows};
    return {std::max(1, cells.wide), std::max(1, cells.high)};
}

/// kitty's graphics protocol: the PNG itself in base64, in pieces of at most 4096 characters.
DrawnPicture draw_kitty(const engine::Image& image, Cells cells) {
    const std::string encoded = base64(engine::encode_png(image, 0, {}, 1));
    DrawnPicture picture{"", cells.high};
    constexpr std::size_t kPiece = 4096;
    for (std::size_t at = 0; at < encoded.size(); at += kPiece) {
        picture.text += "\x1b_G";
        if (at == 0)
            picture.text +=
                "a=T,f=100,q=2,c=" + std::to_string(cells.wide) + ",r=" + std::to_string(cells.high) + ",";
        picture.text += std::string{at + kPiece < encoded.size() ? "m=1;" : "m=0;"} +
                        encoded.substr(at, kPiece) + "\x1b\\";
    }
    picture.text += "\n";
    return picture;
}

#ifdef DIVAN_HAVE_CHAFA
std::vector<unsigned char> rgb_bytes(const engine::Image& image) {
    std::vector<unsigned char> bytes;
    bytes.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 3);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < 3; ++c)
                bytes.push_back(
                    static_cast<unsigned char>(std::clamp(image.at(0, y, x, c), 0.0f, 1.0f) * 255.0f));
    return bytes;
}

DrawnPicture draw_chafa(const engine::Image& image, PictureMode mode, const Terminal& shown_on, Cells cells) {
    ChafaCanvasConfig* const config = chafa_canvas_config_new();
    chafa_canvas_config_set_geometry(config, cells.wide, cells.high);
    chafa_canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_TRUECOLOR);
    chafa_canvas_config_set_pixel_mode(
        config, mode == PictureMode::sixel ? CHAFA_PIXEL_MODE_SIXELS : CHAFA_PIXEL_MODE_SYMBOLS);
    chafa_canvas_config_set_cell_geometry(config, shown_on.cell_width, shown_on.cell_height);
    ChafaSymbolMap* const symbols = chafa_symbol_map_new();
    chafa_symbol_map_add_by_tags(
        symbols, static_cast<ChafaSymbolTags>(CHAFA_SYMBOL_TAG_BLOCK | CHAFA_SYMBOL_TAG_SPACE));
    chafa_canvas_config_set_symbol_map(config, symbols);
    ChafaCanvas* const canvas = chafa_canvas_new(config);
    const auto pixels = rgb_bytes(image);
    chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, pixels.data(), image.width, image.height,
                                 image.width * 3);
    ChafaTermInfo* const terminal = chafa_term_db_get_fallback_info(chafa_term_db_get_default());
    GString* const printed = chafa_canvas_print(canvas, terminal);
    DrawnPicture picture{std::string(printed->str, printed->len) + "\n", cells.high};
    g_string_free(printed, TRUE);
    chafa_term_info_unref(terminal);
    chafa_canvas_unref(canvas);
    chafa_symbol_map_unref(symbols);
    chafa_canvas_config_unref(config);
    return picture;
}
#endif

}  // namespace

Result<PictureMode> picture_mode(std::string_view name, const Terminal& terminal) {
    if (name == "off") return PictureMode::off;
    if (name == "sixel") return PictureMode::sixel;
    if (name == "kitty") return PictureMode::kitty;
    if (name == "symbols") return PictureMode::symbols;
    if (name != "auto")
        return fail(Errc::invalid_argument, "'" + std::string{name} + "' is no preview mode",
                    "use auto, off, sixel, kitty or symbols");
    if (!terminal.interactive) return PictureMode::off;
    return speaks_kitty() ? PictureMode::kitty : PictureMode::symbols;
}

std::optional<DrawnPicture> draw(std::string_view encoded, PictureMode mode, const Terminal& terminal,
                                 int columns, int rows) {
    if (mode == PictureMode::off) return std::nullopt;
    const auto decoded = engine::decode_image(encoded);
    if (!decoded || decoded->image.batch < 1) return std::nullopt;
    const Cells cells = cells_for(decoded->image, terminal, columns, rows);
    if (mode == PictureMode::kitty) return draw_kitty(decoded->image, cells);
#ifdef DIVAN_HAVE_CHAFA
    return draw_chafa(decoded->image, mode, terminal, cells);
#else
    return std::nullopt;
#endif
}

}  // namespace divan::app
