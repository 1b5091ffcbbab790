#include <png.h>

#include <csetjmp>
#include <cstring>

#include "nodes/codec/formats.hpp"

namespace divan::engine::codec {

namespace {

constexpr std::size_t kMaxChunkBytes = std::size_t{64}
                                       << 20;  // workflows with pictures in them reach some 20 MB
constexpr int kMaxChunks = 1000;

/// libpng reports errors with longjmp, so everything with a destructor lives here, outside of the jumping
/// functions.
struct PngReading {
    std::string_view bytes;
    std::size_t place = 0;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::string error;
    Raster raster;
    std::vector<png_bytep> rows;
    bool has_palette_alpha = false;

    explicit PngReading(std::string_view content) : bytes{content} {}
    ~PngReading() { png_destroy_read_struct(&png, &info, nullptr); }
    PngReading(const PngReading&) = delete;
    PngReading& operator=(const PngReading&) = delete;
};

void on_error(png_structp png, png_const_charp message) {
    static_cast<PngReading*>(png_get_error_ptr(png))->error = message;
    png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep target, std::size_t count) {
    auto& reading = *static_cast<PngReading*>(png_get_io_ptr(png));
    if (reading.bytes.size() - reading.place < count) png_error(png, "it ends too early");
    std::memcpy(target, reading.bytes.data() + reading.place, count);
    reading.place += count;
}

bool open(PngReading& reading) {
    reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, &on_error, &on_warning);
    reading.info = reading.png ? png_create_info_struct(reading.png) : nullptr;
    if (!reading.info) return false;
    png_set_read_fn(reading.png, &reading, &read_bytes);
    png_set_user_limits(reading.png, kMaxSide, kMaxSide);
    png_set_chunk_malloc_max(reading.png, kMaxChunkBytes);
    png_set_chunk_cache_max(reading.png, kMaxChunks);
    return true;
}

bool read_header(PngReading& reading) {
    if (setjmp(png_jmpbuf(reading.png))) return false;
    png_read_info(reading.png, reading.info);
    return true;
}

/// Asks for 8 bits of red, green, blue, and of alpha where Pillow sees a channel of it.
bool set_transformations(PngReading& reading) {
    if (setjmp(png_jmpbuf(reading.png))) return false;
    png_structp png = reading.png;
    const int colour = png_get_color_type(png, reading.info);
    const bool palette = colour == PNG_COLOR_TYPE_PALETTE;
    reading.has_palette_alpha = palette && png_get_valid(png, reading.info, PNG_INFO_tRNS);
    if (png_get_bit_depth(png, reading.info) == 16) png_set_strip_16(png);
    if (palette) png_set_palette_to_rgb(png);
    if (colour == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
    if (reading.has_palette_alpha) png_set_tRNS_to_alpha(png);
    if (!(colour & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, reading.info);
    return true;
}

bool read_pixels(PngReading& reading) {
    if (setjmp(png_jmpbuf(reading.png))) return false;
    png_read_image(reading.png, reading.rows.data());
    png_read_end(reading.png, reading.info);  // texts may stand behind the pixels
    return true;
}

void prepare_rows(PngReading& reading) {
    const auto width = static_cast<int>(png_get_image_width(reading.png, reading.info));
    const auto height = static_cast<int>(png_get_image_height(reading.png, reading.info));
    reading.raster = Raster{width, height, png_get_channels(reading.png, reading.info)};
    reading.rows.reserve(static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) reading.rows.push_back(reading.raster.row(y));
}

std::string latin1_to_utf8(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x80) {
            result += letter;
        } else {
            result += static_cast<char>(0xC0U | code >> 6U);
            result += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    return result;
}

TextChunks texts_of(const PngReading& reading) {
    TextChunks chunks;
    png_textp texts = nullptr;
    const int count = png_get_text(reading.png, reading.info, &texts, nullptr);
    for (int i = 0; i < count; ++i) {
        const png_text& text = texts[i];
        const bool international =
            text.compression == PNG_ITXT_COMPRESSION_NONE || text.compression == PNG_ITXT_COMPRESSION_zTXt;
        const std::string_view content{text.text ? text.text : "",
                                       international ? text.itxt_length : text.text_length};
        chunks.emplace_back(latin1_to_utf8(text.key ? text.key : ""),
                            international ? std::string{content} : latin1_to_utf8(content));
    }
    return chunks;
}

int orientation_of(const PngReading& reading) {
    png_bytep exif = nullptr;
    png_uint_32 size = 0;
    if (!png_get_eXIf_1(reading.png, reading.info, &size, &exif) || !exif) return 1;
    return exif_orientation(without_exif_mark({reinterpret_cast<const char*>(exif), size}));
}

Result<void> start(PngReading& reading) {
    if (!open(reading)) return damaged("PNG", "libpng could not be set up");
    if (!read_header(reading)) return damaged("PNG", reading.error);
    return check_size("PNG", png_get_image_width(reading.png, reading.info),
                      png_get_image_height(reading.png, reading.info));
}

}  // namespace

Result<DecodedImage> decode_png(std::string_view bytes) {
    PngReading reading{bytes};
    if (auto started = start(reading); !started) return fail(std::move(started).error());
    if (!set_transformations(reading)) return damaged("PNG", reading.error);
    prepare_rows(reading);
    if (!read_pixels(reading)) return damaged("PNG", reading.error);

    DecodedImage decoded;
    decoded.image = Image{1, reading.raster.height, reading.raster.width, reading.raster.channels};
    from_raster(reading.raster, decoded.image, 0);
    decoded.format = "png";
    decoded.text_chunks = texts_of(reading);
    decoded.orientation = orientation_of(reading);
    return decoded;
}

}  // namespace divan::engine::codec
