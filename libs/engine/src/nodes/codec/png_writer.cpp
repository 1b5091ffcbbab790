#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <new>

#include "nodes/codec/formats.hpp"

namespace divan::engine::codec {

namespace {

/// A finished text chunk: tEXt, or iTXt when it is not ASCII.
struct TextChunk {
    bool plain = true;
    std::string content;

    TextChunk(const std::string& key, const std::string& text);
};

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

TextChunk::TextChunk(const std::string& key, const std::string& text) : plain{is_ascii(text)}, content{key} {
    content.append(plain ? 1 : 5, '\0');  // iTXt: not compressed, no language, no translated key
    content += text;
}

/// libpng reports errors with longjmp, so everything with a destructor lives here, outside of the jumping
/// function.
struct PngWriting {
    std::string bytes;
    std::vector<TextChunk> chunks;
    png_structp png = nullptr;
    png_infop info = nullptr;
    bool out_of_memory = false;

    PngWriting() = default;
    ~PngWriting() { png_destroy_write_struct(&png, &info); }
    PngWriting(const PngWriting&) = delete;
    PngWriting& operator=(const PngWriting&) = delete;
};

void on_error(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void on_warning(png_structp, png_const_charp) {}
void flush_nothing(png_structp) {}

void write_bytes(png_structp png, png_bytep data, std::size_t count) {
    auto& writing = *static_cast<PngWriting*>(png_get_io_ptr(png));
    try {
        writing.bytes.append(reinterpret_cast<const char*>(data), count);
    } catch (const std::bad_alloc&) {
        writing.out_of_memory = true;  // an exception may not pass through libpng
    }
}

void write_header(PngWriting& writing, const Raster& raster, int compress_level) {
    png_set_compression_level(writing.png, compress_level);
    const int colour = raster.channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
    png_set_IHDR(writing.png, writing.info, static_cast<png_uint_32>(raster.width),
                 static_cast<png_uint_32>(raster.height), 8, colour, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writing.png, writing.info);
}

bool write_all(PngWriting& writing, const Raster& raster, int compress_level) {
    if (setjmp(png_jmpbuf(writing.png))) return false;
    write_header(writing, raster, compress_level);
    for (const TextChunk& chunk : writing.chunks)
        png_write_chunk(writing.png, reinterpret_cast<png_const_bytep>(chunk.plain ? "tEXt" : "iTXt"),
                        reinterpret_cast<png_const_bytep>(chunk.content.data()), chunk.content.size());
    for (int y = 0; y < raster.height; ++y) png_write_row(writing.png, raster.row(y));
    png_write_end(writing.png, writing.info);
    return true;
}

}  // namespace

std::string encode_png_raster(const Raster& raster, const TextChunks& text_chunks, int compress_level) {
    PngWriting writing;
    for (const auto& [key, text] : text_chunks) writing.chunks.emplace_back(key, text);
    writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, &on_error, &on_warning);
    writing.info = writing.png ? png_create_info_struct(writing.png) : nullptr;
    if (!writing.info) throw std::bad_alloc{};
    png_set_write_fn(writing.png, &writing, &write_bytes, &flush_nothing);
    // The sizes are checked by the caller; what is left to go wrong is the memory.
    if (!write_all(writing, raster, std::clamp(compress_level, 0, 9)) || writing.out_of_memory)
        throw std::bad_alloc{};
    return std::move(writing.bytes);
}

}  // namespace divan::engine::codec
