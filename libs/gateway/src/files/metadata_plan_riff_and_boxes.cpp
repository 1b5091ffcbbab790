#include "files/container_bytes.hpp"
#include "files/metadata_plan.hpp"

// The plan for WebP (RIFF) and MP4 (boxes).
namespace divan::gateway {

using namespace container;

namespace {

constexpr std::array<std::string_view, 7> kWebpChunks{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"};
constexpr std::array<std::string_view, 4> kOpenBoxes{"moov", "trak", "moof", "traf"};
constexpr std::array<std::string_view, 5> kEmptiedBoxes{"udta", "meta", "uuid", "free", "skip"};

}  // namespace

/// "RIFF", length, "WEBP"; then chunks of name, length, data, filled up to an even number of bytes.
Result<void> MetadataPlan::take_webp(std::string_view bytes) {
    if (!begun_) {
        if (bytes.size() < 12 || !bytes.starts_with("RIFF") || bytes.substr(8, 4) != "WEBP")
            return damaged("it does not begin as a WebP");
        end_ = std::uint64_t{little32(bytes, 4)} + 8;
        if (end_ > size_ || end_ < 12) return damaged("it ends before its last chunk");
        begun_ = true;
        at_ = 12;
        if (at_ == end_) end_webp();
        return {};
    }
    if (bytes.size() < 8 || end_ - at_ < 8) return damaged("it ends inside a chunk");
    const std::string_view name = bytes.substr(0, 4);
    const std::uint64_t data = little32(bytes, 4), whole = 8 + data + data % 2;
    if (whole > end_ - at_) return damaged("a chunk is longer than the file");
    if (name == "VP8X" && data >= 1 && bytes.size() > 8) {
        constexpr char kExifAndXmp = 0x0c;
        std::string head{bytes.substr(0, 9)};
        head[8] = static_cast<char>(head[8] & ~kExifAndXmp);
        add(FilePiece::of_text(std::move(head)));
        keep(at_ + 9, whole - 9);
    } else if (is_one_of(kWebpChunks, name)) {
        keep(at_, whole);
    }
    at_ += whole;
    if (at_ == end_) end_webp();
    return {};
}

/// The length of what is left goes in front.
void MetadataPlan::end_webp() {
    std::uint64_t length = 4;
    for (const FilePiece& piece : pieces_) length += piece.size;
    pieces_.insert(pieces_.begin(),
                   FilePiece::of_text("RIFF" + little_text(static_cast<std::uint32_t>(length)) + "WEBP"));
    done_ = true;
}

/// Out of all boxes that end here.
void MetadataPlan::leave_boxes() {
    while (!boxes_.empty() && boxes_.back() == at_) boxes_.pop_back();
    end_ = boxes_.empty() ? size_ : boxes_.back();
    done_ = boxes_.empty() && at_ == size_;
}

/// Boxes of length, name, data; some hold boxes. A length of 1: it follows in 8 bytes; 0: to the end.
Result<void> MetadataPlan::take_mp4(std::string_view bytes) {
    constexpr std::size_t kDeepest = 8;
    if (bytes.size() < 8 || end_ - at_ < 8) return damaged("it ends inside a box");
    std::uint64_t whole = big(bytes, 0, 4), head = 8;
    const std::string_view name = bytes.substr(4, 4);
    if (!begun_ && name != "ftyp") return damaged("it does not begin as an MP4");
    begun_ = true;
    if (whole == 0 && boxes_.empty()) whole = size_ - at_;
    if (whole == 1) {
        if (bytes.size() < 16) return damaged("it ends inside a box");
        whole = big(bytes, 8, 8);
        head = 16;
    }
    if (whole < head || whole > end_ - at_) return damaged("a box is longer than what holds it");
    if (is_one_of(kOpenBoxes, name) && boxes_.size() < kDeepest) {
        keep(at_, head);
        boxes_.push_back(at_ + whole);
        at_ += head;
    } else if (is_one_of(kEmptiedBoxes, name)) {
        std::string empty{bytes.substr(0, static_cast<std::size_t>(head))};
        empty.replace(4, 4, "free");
        add(FilePiece::of_text(std::move(empty)));
        add(FilePiece::of_zeros(whole - head));
        at_ += whole;
    } else {
        keep(at_, whole);
        at_ += whole;
    }
    leave_boxes();
    return {};
}

}  // namespace divan::gateway
