#include <algorithm>

#include "files/media_check.hpp"

namespace divan::gateway {
namespace {

std::uint32_t byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }
std::uint32_t little16(std::string_view text, std::size_t at) {
    return byte(text, at) | byte(text, at + 1) << 8;
}
std::uint32_t little32(std::string_view text, std::size_t at) {
    return little16(text, at) | little16(text, at + 2) << 16;
}
std::uint32_t big32(std::string_view text, std::size_t at) {
    return byte(text, at) << 24 | byte(text, at + 1) << 16 | byte(text, at + 2) << 8 | byte(text, at + 3);
}

/// Bytes of the colour table that a packed field announces (GIF89a, 18 and 20).
std::uint64_t color_table(std::uint32_t packed) {
    return (packed & 0x80) != 0 ? std::uint64_t{3} << ((packed & 7) + 1) : 0;
}

}  // namespace

FrameCount::FrameCount(Format format) : format_{format} {
    if (format == Format::gif) expect(Awaits::gif_screen, 13);
    if (format == Format::png || format == Format::webp) expect(Awaits::chunk, 8);
    if (format == Format::png) skip_ = 8;    // the signature
    if (format == Format::webp) skip_ = 12;  // "RIFF", size, "WEBP"
}

void FrameCount::expect(Awaits what, std::size_t bytes) {
    awaits_ = what;
    wanted_ = bytes;
    head_.clear();
}

void FrameCount::feed(std::string_view bytes) {
    while (!bytes.empty() && awaits_ != Awaits::nothing) {
        const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size()));
        skip_ -= skipped;
        bytes.remove_prefix(skipped);
        const std::size_t taken = std::min(bytes.size(), wanted_ - head_.size());
        head_ += bytes.substr(0, taken);
        bytes.remove_prefix(taken);
        if (head_.size() == wanted_) {
            const std::string head = head_;
            take(head);
        }
    }
}

void FrameCount::take(std::string_view head) {
    if (format_ == Format::gif) return take_gif(head);
    take_chunk(head);
}

/// PNG: length, type, so many bytes, a checksum. RIFF: type, length, so many bytes, filled up to an even
/// number.
void FrameCount::take_chunk(std::string_view head) {
    const bool png = format_ == Format::png;
    const std::string_view type = png ? head.substr(4) : head.substr(0, 4);
    const std::uint64_t length = png ? big32(head, 0) : little32(head, 4);
    skip_ = png ? length + 4 : length + (length & 1);
    if (type == (png ? "fcTL" : "ANMF")) ++frames_;
    expect(png && type == "IEND" ? Awaits::nothing : Awaits::chunk, 8);
}

void FrameCount::take_gif(std::string_view head) {
    switch (awaits_) {
        case Awaits::gif_screen:
            skip_ = color_table(byte(head, 10));
            return expect(Awaits::gif_block, 1);
        case Awaits::gif_block:
            if (head[0] == 0x2c) return expect(Awaits::gif_image, 9);
            return expect(head[0] == 0x21 ? Awaits::gif_label : Awaits::nothing, 1);
        case Awaits::gif_image:
            ++frames_;
            widest_ = std::max({widest_, little16(head, 4), little16(head, 6)});
            skip_ = color_table(byte(head, 8)) + 1;  // and the size of codes
            return expect(Awaits::gif_piece, 1);
        case Awaits::gif_label:
            return expect(Awaits::gif_piece, 1);
        case Awaits::gif_piece:
            skip_ = byte(head, 0);
            return expect(skip_ == 0 ? Awaits::gif_block : Awaits::gif_piece, 1);
        default:
            return expect(Awaits::nothing, 1);
    }
}

}  // namespace divan::gateway
