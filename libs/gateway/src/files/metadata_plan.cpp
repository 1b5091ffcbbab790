#include "files/metadata_plan.hpp"

#include <algorithm>
#include <array>

#include "files/container_bytes.hpp"
#include "files/exif_orientation.hpp"

namespace divan::gateway {

using namespace container;

namespace {

constexpr std::size_t kMostContainers = 1'000'000;

/// PNG's check sum (ISO/IEC 15948, D.2).
std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

/// An iTXt chunk, not compressed, without a language.
std::string comment_chunk(const std::string& comment) {
    const std::string data = "iTXt" + std::string{"Comment\0\0\0\0\0", 12} + comment;
    return big32(static_cast<std::uint32_t>(data.size() - 4)) + data + big32(crc_of(data));
}

constexpr std::array<std::string_view, 21> kPngChunks{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA",
                                                      "iCCP", "sBIT", "sRGB", "cICP", "mDCv", "mDCV", "cLLi",
                                                      "cLLI", "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT"};

/// All segments but those of applications and comments, and three of the applications'.
bool is_needed(unsigned char mark, std::string_view data) {
    if (mark == 0xe0) return data.starts_with(std::string_view{"JFIF\0", 5});
    if (mark == 0xe2) return data.starts_with(std::string_view{"ICC_PROFILE\0", 12});
    if (mark == 0xee) return data.starts_with("Adobe");
    return (mark < 0xe0 || mark > 0xef) && mark != 0xfe;
}

}  // namespace

FilePiece FilePiece::of_file(std::uint64_t offset, std::uint64_t size) {
    FilePiece piece;
    piece.offset = offset;
    piece.size = size;
    return piece;
}

FilePiece FilePiece::of_text(std::string text) {
    FilePiece piece;
    piece.kind = Kind::text;
    piece.size = text.size();
    piece.text = std::move(text);
    return piece;
}

FilePiece FilePiece::of_zeros(std::uint64_t size) {
    FilePiece piece;
    piece.kind = Kind::zeros;
    piece.size = size;
    return piece;
}

bool can_strip(std::string_view type) {
    return type == "image/png" || type == "image/webp" || type == "image/jpeg" || type == "video/mp4";
}

MetadataPlan::MetadataPlan(std::string_view content_type, std::uint64_t file_size, std::string comment)
    : size_{file_size}, comment_{std::move(comment)}, end_{file_size} {
    if (content_type == "image/webp") format_ = Format::webp;
    if (content_type == "image/jpeg") format_ = Format::jpeg;
    if (content_type == "video/mp4") format_ = Format::mp4;
}

std::optional<MetadataPlan::Wanted> MetadataPlan::wanted() const {
    if (done_) return std::nullopt;
    Wanted next;
    next.offset = at_;
    next.bytes = static_cast<std::size_t>(std::min<std::uint64_t>(look_, size_ - std::min(size_, at_)));
    return next;
}

Result<void> MetadataPlan::take(std::string_view bytes) {
    if (++steps_ > kMostContainers) return damaged("it has too many parts");
    switch (format_) {
        case Format::png:
            return take_png(bytes);
        case Format::webp:
            return take_webp(bytes);
        case Format::jpeg:
            return take_jpeg(bytes);
        case Format::mp4:
            break;
    }
    return take_mp4(bytes);
}

std::vector<FilePiece> MetadataPlan::pieces() && { return std::move(pieces_); }

void MetadataPlan::add(FilePiece piece) {
    if (piece.size > 0) pieces_.push_back(std::move(piece));
}

/// Neighbours become one.
void MetadataPlan::keep(std::uint64_t offset, std::uint64_t size) {
    if (!pieces_.empty() && pieces_.back().kind == FilePiece::Kind::bytes &&
        pieces_.back().offset + pieces_.back().size == offset)
        pieces_.back().size += size;
    else
        add(FilePiece::of_file(offset, size));
}

/// A signature; then chunks of length, name, data, check sum.
Result<void> MetadataPlan::take_png(std::string_view bytes) {
    if (!begun_) {
        if (!bytes.starts_with("\x89PNG\r\n\x1a\n")) return damaged("it does not begin as a PNG");
        begun_ = true;
        keep(0, 8);
        at_ = 8;
        return {};
    }
    if (bytes.size() < 12) return damaged("it ends before its last chunk");
    const std::uint64_t whole = big(bytes, 0, 4) + 12;
    const std::string_view name = bytes.substr(4, 4);
    if (whole > size_ - at_) return damaged("a chunk is longer than the file");
    if (is_one_of(kPngChunks, name)) keep(at_, whole);
    if (name == "IHDR" && !comment_.empty()) add(FilePiece::of_text(comment_chunk(comment_)));
    done_ = name == "IEND";
    at_ += whole;
    return {};
}

/// Marks of two bytes, most of them with a length and data, until the pixels begin.
Result<void> MetadataPlan::take_jpeg(std::string_view bytes) {
    if (!begun_) {
        if (!bytes.starts_with("\xff\xd8")) return damaged("it does not begin as a JPEG");
        begun_ = true;
        keep(0, 2);
        at_ = 2;
        return {};
    }
    if (bytes.size() < 4 || bytes[0] != '\xff') return damaged("a segment does not begin as one");
    const auto mark = static_cast<unsigned char>(bytes[1]);
    if (mark == 0xff) {  // filling
        ++at_;
        return {};
    }
    if (mark == 0xda) {
        keep(at_, size_ - at_);
        done_ = true;
        return {};
    }
    const std::uint64_t whole = big(bytes, 2, 2) + 2;
    if (whole < 4 || whole > size_ - at_) return damaged("a segment is longer than the file");
    const std::string_view data = bytes.substr(4);
    if (mark == 0xe1 && bytes.size() < whole) {  // it is seen whole
        look_ = whole;
        return {};
    }
    look_ = kLook;
    const int turned = mark == 0xe1 ? exif_orientation(data.substr(0, whole - 4)) : 1;
    const std::string upright = turned == 1 ? std::string{} : orientation_segment(turned);
    if (is_needed(mark, data) || whole < upright.size())  // too short to say more than that
        keep(at_, whole);
    else
        add(FilePiece::of_text(upright));
    at_ += whole;
    return {};
}

}  // namespace divan::gateway
