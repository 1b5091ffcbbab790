#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan::gateway {

/// How large a picture may claim to be, so that nobody who decodes it is surprised.
struct PictureLimits {
    std::uint64_t pixels = 268'000'000;  ///< width times height
    std::uint32_t side = 32'768;
    std::uint64_t frames = 4'096;

    PictureLimits() = default;
};

/// Counts the frames of a GIF, an animated PNG or an animated WebP while it passes by; no pixel is decoded.
class FrameCount {
public:
    enum class Format { none, gif, png, webp };
    explicit FrameCount(Format format);
    void feed(std::string_view bytes);
    std::uint64_t frames() const { return frames_; }
    std::uint32_t widest() const { return widest_; }  ///< the longest side of a frame (GIF)

private:
    enum class Awaits { gif_screen, gif_block, gif_image, gif_label, gif_piece, chunk, nothing };
    void expect(Awaits what, std::size_t bytes);
    void take(std::string_view head);
    void take_gif(std::string_view head);
    void take_chunk(std::string_view head);

    Format format_;
    Awaits awaits_ = Awaits::nothing;
    std::string head_;        ///< of what is awaited, so far
    std::size_t wanted_ = 0;  ///< bytes of it
    std::uint64_t skip_ = 0;  ///< bytes that mean nothing here
    std::uint64_t frames_ = 0;
    std::uint32_t widest_ = 0;
};

/// Looks at a file while it comes in piece by piece: is it of a type that callers may bring (png, jpeg, webp,
/// gif, avif, mp4, webm, wav, mp3, flac, ogg, glb, json, plain text, by its first bytes alone), and if it is
/// a picture, of a size that may be? Memory: at most 1 MiB.
class MediaCheck {
public:
    explicit MediaCheck(PictureLimits limits = {}) : limits_{limits} {}
    void feed(std::string_view piece);
    /// After the last piece: the content type. Errors: `invalid_argument`, with the fact `reason`:
    /// `media_type`, `picture_header` (its size cannot be read), `picture_size`, `frames`.
    Result<std::string> finish();
    std::uint64_t frames() const { return frames_.frames(); }  ///< of an animation; 0 or 1 of others

private:
    void begin();
    Result<void> check_picture(const std::string& type) const;
    Result<void> check_avif() const;
    Result<void> check_size(std::uint64_t width, std::uint64_t height) const;
    Result<void> check_frames(std::uint64_t frames) const;

    PictureLimits limits_;
    std::string beginning_;
    std::size_t keep_ = 0;
    bool begun_ = false;
    FrameCount frames_{FrameCount::Format::none};
};

}  // namespace divan::gateway
