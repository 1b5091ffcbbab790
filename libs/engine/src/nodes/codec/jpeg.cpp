#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <new>

#include "nodes/codec/formats.hpp"

namespace divan::engine::codec {

namespace {

/// libjpeg reports errors through `error_exit`, which must not return: it jumps.
struct JpegErrors {
    jpeg_error_mgr manager{};
    std::jmp_buf jump{};
    std::array<char, JMSG_LENGTH_MAX> message{};
};

JpegErrors& errors_of(j_common_ptr common) { return *reinterpret_cast<JpegErrors*>(common->err); }

void on_error(j_common_ptr common) {
    common->err->format_message(common, errors_of(common).message.data());
    std::longjmp(errors_of(common).jump, 1);
}

void on_message(j_common_ptr) {}

void set_errors(JpegErrors& errors, jpeg_common_struct* common) {
    common->err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = &on_error;
    errors.manager.output_message = &on_message;
}

/// Everything with a destructor lives here, outside of the jumping functions.
struct JpegReading {
    JpegErrors errors;
    jpeg_decompress_struct jpeg{};
    Raster raster;  ///< RGB
    int orientation = 1;
    std::vector<std::uint8_t> cmyk_row;

    JpegReading() { set_errors(errors, reinterpret_cast<j_common_ptr>(&jpeg)); }
    ~JpegReading() { jpeg_destroy_decompress(&jpeg); }
    JpegReading(const JpegReading&) = delete;
    JpegReading& operator=(const JpegReading&) = delete;
};

bool read_header(JpegReading& reading, std::string_view bytes) {
    if (setjmp(reading.errors.jump)) return false;
    jpeg_create_decompress(&reading.jpeg);
    jpeg_mem_src(&reading.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_save_markers(&reading.jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&reading.jpeg, TRUE);
    return true;
}

/// CMYK without a colour profile, as Pillow converts it. Adobe's programs store it inverted.
void cmyk_to_rgb(const std::vector<std::uint8_t>& cmyk, bool inverted, std::uint8_t* rgb) {
    const auto ink = [inverted](std::uint8_t sample) { return inverted ? 255 - sample : int{sample}; };
    for (std::size_t i = 0; i + 3 < cmyk.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            *rgb++ = static_cast<std::uint8_t>((255 - ink(cmyk[i + c])) * (255 - ink(cmyk[i + 3])) / 255);
}

bool read_pixels(JpegReading& reading) {
    if (setjmp(reading.errors.jump)) return false;
    jpeg_start_decompress(&reading.jpeg);
    const bool cmyk = reading.jpeg.out_color_space == JCS_CMYK;
    while (reading.jpeg.output_scanline < reading.jpeg.output_height) {
        std::uint8_t* target = reading.raster.row(static_cast<int>(reading.jpeg.output_scanline));
        JSAMPROW row = cmyk ? reading.cmyk_row.data() : target;
        jpeg_read_scanlines(&reading.jpeg, &row, 1);
        if (cmyk) cmyk_to_rgb(reading.cmyk_row, reading.jpeg.saw_Adobe_marker, target);
    }
    jpeg_finish_decompress(&reading.jpeg);
    return true;
}

int orientation_of(const JpegReading& reading) {
    for (jpeg_saved_marker_ptr marker = reading.jpeg.marker_list; marker; marker = marker->next) {
        const std::string_view block{reinterpret_cast<const char*>(marker->data), marker->data_length};
        const std::string_view tiff = without_exif_mark(block);
        if (tiff.size() != block.size()) return exif_orientation(tiff);
    }
    return 1;
}

Result<void> start(JpegReading& reading, std::string_view bytes) {
    if (!read_header(reading, bytes)) return damaged("JPEG", reading.errors.message.data());
    reading.orientation = orientation_of(reading);  // libjpeg forgets the markers when it has read the pixels
    return check_size("JPEG", reading.jpeg.image_width, reading.jpeg.image_height);
}

void prepare(JpegReading& reading) {
    const J_COLOR_SPACE stored = reading.jpeg.jpeg_color_space;
    const bool cmyk = stored == JCS_CMYK || stored == JCS_YCCK;
    reading.jpeg.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    const auto width = static_cast<int>(reading.jpeg.image_width),
               height = static_cast<int>(reading.jpeg.image_height);
    reading.raster = Raster{width, height, 3};
    if (cmyk) reading.cmyk_row.resize(static_cast<std::size_t>(width) * 4);
}

struct JpegWriting {
    JpegErrors errors;
    jpeg_compress_struct jpeg{};
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    std::vector<std::uint8_t> row;

    JpegWriting() { set_errors(errors, reinterpret_cast<j_common_ptr>(&jpeg)); }
    ~JpegWriting() {
        jpeg_destroy_compress(&jpeg);
        std::free(bytes);  // libjpeg allocates it with malloc
    }
    JpegWriting(const JpegWriting&) = delete;
    JpegWriting& operator=(const JpegWriting&) = delete;
};

void take_row(const Raster& raster, int y, std::vector<std::uint8_t>& row) {
    const std::uint8_t* source = raster.row(y);
    const auto step = static_cast<std::size_t>(raster.channels);
    for (std::size_t x = 0; x < static_cast<std::size_t>(raster.width); ++x)
        std::copy_n(source + x * step, 3, row.data() + x * 3);
}

bool write_all(JpegWriting& writing, const Raster& raster, int quality) {
    if (setjmp(writing.errors.jump)) return false;
    jpeg_create_compress(&writing.jpeg);
    jpeg_mem_dest(&writing.jpeg, &writing.bytes, &writing.size);
    writing.jpeg.image_width = static_cast<JDIMENSION>(raster.width);
    writing.jpeg.image_height = static_cast<JDIMENSION>(raster.height);
    writing.jpeg.input_components = 3;
    writing.jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&writing.jpeg);
    jpeg_set_quality(&writing.jpeg, quality, TRUE);
    jpeg_start_compress(&writing.jpeg, TRUE);
    for (int y = 0; y < raster.height; ++y) {
        take_row(raster, y, writing.row);
        JSAMPROW row = writing.row.data();
        jpeg_write_scanlines(&writing.jpeg, &row, 1);
    }
    jpeg_finish_compress(&writing.jpeg);
    return true;
}

}  // namespace

Result<DecodedImage> decode_jpeg(std::string_view bytes) {
    JpegReading reading;
    if (auto started = start(reading, bytes); !started) return fail(std::move(started).error());
    prepare(reading);
    if (!read_pixels(reading)) return damaged("JPEG", reading.errors.message.data());
    // libjpeg fills what is missing with grey and only warns.
    if (reading.errors.manager.num_warnings > 0)
        return damaged("JPEG", "its data is damaged or ends too early");

    DecodedImage decoded;
    decoded.image = Image{1, reading.raster.height, reading.raster.width, 3};
    from_raster(reading.raster, decoded.image, 0);
    decoded.format = "jpeg";
    decoded.orientation = reading.orientation;
    return decoded;
}

std::string encode_jpeg_raster(const Raster& raster, int quality) {
    JpegWriting writing;
    writing.row.resize(static_cast<std::size_t>(raster.width) * 3);
    if (!write_all(writing, raster, std::clamp(quality, 1, 95))) throw std::bad_alloc{};
    return {reinterpret_cast<const char*>(writing.bytes), writing.size};
}

}  // namespace divan::engine::codec
