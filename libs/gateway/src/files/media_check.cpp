#include "files/media_check.hpp"

#include <optional>

#include <fmt/format.h>

#include <divan/base/picture_size.hpp>
#include <divan/store/asset_store.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kTypeBytes = 512;                   // as the asset store looks at
constexpr std::size_t kHeadBytes = std::size_t{1} << 20;  // JPEG and AVIF tell their size behind other things

tl::unexpected<Error> refused(std::string reason, std::string message, std::string hint = {}) {
    return fail(
        Error{Errc::invalid_argument, std::move(message), std::move(hint)}.with("reason", std::move(reason)));
}

FrameCount::Format format_of(std::string_view type) {
    if (type == "image/gif") return FrameCount::Format::gif;
    if (type == "image/png") return FrameCount::Format::png;
    if (type == "image/webp") return FrameCount::Format::webp;
    return FrameCount::Format::none;
}

std::uint32_t big32(std::string_view text, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(text[at + i]);
    return value;
}

}  // namespace

void MediaCheck::feed(std::string_view piece) {
    if (!begun_) {
        beginning_ += piece;
        if (beginning_.size() >= kTypeBytes) begin();
        return;
    }
    if (beginning_.size() < keep_) beginning_ += piece.substr(0, keep_ - beginning_.size());
    frames_.feed(piece);
}

void MediaCheck::begin() {
    begun_ = true;
    const std::string type = store::sniff_content_type(beginning_.substr(0, kTypeBytes));
    keep_ = type == "image/jpeg" || type == "image/avif" ? kHeadBytes : kTypeBytes;
    frames_ = FrameCount{format_of(type)};
    frames_.feed(beginning_);
    if (beginning_.size() > keep_) beginning_.resize(keep_);
}

Result<std::string> MediaCheck::finish() {
    if (!begun_) begin();
    std::string type = store::sniff_content_type(std::string_view{beginning_}.substr(0, kTypeBytes));
    if (type == "application/octet-stream")
        return refused("media_type",
                       beginning_.empty() ? "the file is empty" : "files of this type are not taken",
                       "png, jpeg, webp, gif, avif, mp4, webm, wav, mp3, flac, ogg, glb, json and plain text "
                       "are; what counts are the first bytes, not the name");
    if (!type.starts_with("image/")) return type;
    if (auto sound = check_picture(type); !sound) return fail(std::move(sound).error());
    return type;
}

Result<void> MediaCheck::check_picture(const std::string& type) const {
    if (type == "image/avif") return check_avif();
    const auto size = read_picture_size(beginning_);
    if (!size) return refused("picture_header", "the size of the picture cannot be read from its header");
    if (auto fits = check_size(size->width, size->height); !fits) return fits;
    if (auto fits = check_size(frames_.widest(), 1); !fits) return fits;
    return check_frames(frames_.frames());
}

/// ISO/IEC 23008-12: every `ispe` box is version and flags, width, height; a sequence has its samples counted
/// in `stsz` (version and flags, size of all, count).
Result<void> MediaCheck::check_avif() const {
    bool found = false;
    const std::string_view head = beginning_;
    for (auto at = head.find("ispe"); at != head.npos && at + 16 <= head.size();
         at = head.find("ispe", at + 4)) {
        found = true;
        if (auto fits = check_size(big32(head, at + 8), big32(head, at + 12)); !fits) return fits;
    }
    for (auto at = head.find("stsz"); at != head.npos && at + 16 <= head.size();
         at = head.find("stsz", at + 4))
        if (auto fits = check_frames(big32(head, at + 12)); !fits) return fits;
    if (!found) return refused("picture_header", "the size of the picture cannot be read from its header");
    return {};
}

Result<void> MediaCheck::check_size(std::uint64_t width, std::uint64_t height) const {
    if (width <= limits_.side && height <= limits_.side && width * height <= limits_.pixels) return {};
    return refused(
        "picture_size",
        fmt::format("the picture is said to be {} x {}; at most {} on a side and {} in all are taken", width,
                    height, limits_.side, limits_.pixels));
}

Result<void> MediaCheck::check_frames(std::uint64_t frames) const {
    if (frames <= limits_.frames) return {};
    return refused("frames", fmt::format("the picture has more than {} frames", limits_.frames));
}

}  // namespace divan::gateway
