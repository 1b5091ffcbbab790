#include <zlib.h>

#include <algorithm>
#include <string_view>

#include "nodes/codec/animation.hpp"
#include "nodes/codec/formats.hpp"

namespace divan::engine::codec {

namespace {

void append32(std::string& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFFU);
}

void append_chunk(std::string& png, std::string_view name, std::string_view content) {
    append32(png, static_cast<std::uint32_t>(content.size()));
    const std::size_t begin = png.size();
    png.append(name).append(content);
    const auto* checked = reinterpret_cast<const Bytef*>(png.data() + begin);
    append32(png, static_cast<std::uint32_t>(crc32_z(0, checked, png.size() - begin)));
}

/// The pixel data of a PNG that we encoded ourselves: its IDAT chunks, joined. `from` moves behind each
/// chunk.
std::string pixel_data(std::string_view png) {
    std::string data;
    for (std::size_t at = 8; at + 12 <= png.size();) {
        std::uint32_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size = size << 8U | static_cast<std::uint8_t>(png[at + i]);
        if (png.substr(at + 4, 4) == "IDAT") data += png.substr(at + 8, size);
        at += 12 + size;
    }
    return data;
}

/// One frame's control chunk: the whole area, shown for `frame_ms`, replacing what was there.
std::string frame_control(const Image& image, std::uint32_t sequence, int frame_ms) {
    std::string content;
    append32(content, sequence);
    append32(content, static_cast<std::uint32_t>(image.width));
    append32(content, static_cast<std::uint32_t>(image.height));
    append32(content, 0);
    append32(content, 0);
    const auto delay = static_cast<std::uint16_t>(std::clamp(frame_ms, 0, 65535));
    content += static_cast<char>(delay >> 8U);
    content += static_cast<char>(delay & 0xFFU);
    content.append("\x03\xE8", 2);  // thousandths of a second
    content.append(2, '\0');        // neither dispose nor blend
    return content;
}

std::string animation_control(int frames) {
    std::string content;
    append32(content, static_cast<std::uint32_t>(frames));
    append32(content, 0);  // for ever
    return content;
}

void append_frames(std::string& png, const Image& image, int frame_ms, int compress_level) {
    std::uint32_t sequence = 0;
    for (int frame = 0; frame < image.batch; ++frame) {
        append_chunk(png, "fcTL", frame_control(image, sequence++, frame_ms));
        const std::string data = pixel_data(encode_png_raster(to_raster(image, frame), {}, compress_level));
        if (frame == 0) {
            append_chunk(png, "IDAT", data);
            continue;
        }
        std::string numbered;
        append32(numbered, sequence++);
        append_chunk(png, "fdAT", numbered + data);
    }
}

}  // namespace

std::string encode_animated_png(const Image& image, int frame_ms, int compress_level,
                                const std::vector<PrivateChunk>& chunks) {
    constexpr std::size_t kHeaderBytes = 8 + 25, kEndBytes = 12;  // signature and IHDR; IEND
    const std::string first = encode_png_raster(to_raster(image, 0), {}, compress_level);
    std::string png = first.substr(0, kHeaderBytes);
    if (image.batch > 1) {
        append_chunk(png, "acTL", animation_control(image.batch));
        append_frames(png, image, frame_ms, compress_level);
    } else {
        png += first.substr(kHeaderBytes, first.size() - kHeaderBytes - kEndBytes);
    }
    for (const PrivateChunk& chunk : chunks) append_chunk(png, chunk.name, chunk.content);
    append_chunk(png, "IEND", {});
    return png;
}

std::string exif_texts(std::vector<std::pair<std::uint16_t, std::string>> tags) {
    std::sort(tags.begin(), tags.end());
    const auto little = [](std::uint64_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
        return text;
    };
    std::string directory = little(tags.size(), 2), texts;
    const std::size_t texts_begin = 8 + 2 + tags.size() * 12 + 4;
    for (const auto& [tag, text] : tags) {
        const std::string content = text + std::string(1, '\0');
        directory += little(tag, 2) + little(2, 2) + little(content.size(), 4);  // 2: ASCII
        if (content.size() <= 4) {
            directory += content + std::string(4 - content.size(), '\0');
        } else {
            directory += little(texts_begin + texts.size(), 4);
            texts += content;
        }
    }
    return std::string{"II*\0", 4} + little(8, 4) + directory + little(0, 4) + texts;
}

}  // namespace divan::engine::codec
