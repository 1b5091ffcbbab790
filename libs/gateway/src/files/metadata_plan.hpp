#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>

/// Files without what they say about how they were made: the parts of a file that are given, told from those
/// that are not by its containers alone. No pixel is decoded, and none changes.
namespace divan::gateway {

/// A part of what is given instead of a file: bytes of it, or others.
struct FilePiece {
    enum class Kind { bytes, text, zeros };
    Kind kind = Kind::bytes;
    std::uint64_t offset = 0, size = 0;  ///< `offset`: of bytes
    std::string text;

    static FilePiece of_file(std::uint64_t offset, std::uint64_t size);
    static FilePiece of_text(std::string text);
    static FilePiece of_zeros(std::uint64_t size);
    bool operator==(const FilePiece&) const = default;
};

/// Whether a type is one whose metadata can be left out: PNG, WebP, JPEG, MP4.
bool can_strip(std::string_view content_type);

/// Walks over a file's containers: asks for a few bytes of it, again and again. What is kept:
/// - PNG: what a picture needs, and colour, size and animation; not text, EXIF, time, chunks that are not of
///   the standard (ComfyUI 0.3.64 writes `comf` into animations), nor what follows its end;
/// - WebP: the same; not EXIF and XMP;
/// - JPEG: JFIF, Adobe's colour mark, colour profiles, and which way up it is; no other application segment,
///   no comment;
/// - MP4: all but `udta`, `meta`, `uuid`, `free`, `skip` of the file, its `moov`, `moof` and their tracks,
/// which
///   are emptied where they stand, so that nothing moves.
class MetadataPlan {
public:
    /// `content_type` is one that `can_strip`. `comment`: put in instead (PNG alone), as iTXt "Comment".
    MetadataPlan(std::string_view content_type, std::uint64_t file_size, std::string comment = {});

    struct Wanted {
        std::uint64_t offset = 0;
        std::size_t bytes = 0;  ///< at most 65,537; fewer where the file ends
    };
    /// What it must see next; nothing: it is done.
    std::optional<Wanted> wanted() const;
    /// Errors: `invalid_argument`: the file is damaged, so that nobody can tell what is in it.
    Result<void> take(std::string_view bytes);
    /// At the end: the parts, in order, none of them empty.
    std::vector<FilePiece> pieces() &&;

private:
    enum class Format { png, webp, jpeg, mp4 };
    Result<void> take_png(std::string_view bytes);
    Result<void> take_webp(std::string_view bytes);
    Result<void> take_jpeg(std::string_view bytes);
    Result<void> take_mp4(std::string_view bytes);
    void keep(std::uint64_t offset, std::uint64_t size);
    void add(FilePiece piece);
    void end_webp();
    void leave_boxes();

    Format format_ = Format::png;
    std::uint64_t size_;
    std::string comment_;
    static constexpr std::uint64_t kLook = 32;
    std::uint64_t look_ = kLook;  ///< bytes to be seen of the next container
    std::uint64_t at_ = 0;        ///< where it begins
    std::uint64_t end_;           ///< of what is looked at
    bool begun_ = false, done_ = false;
    std::size_t steps_ = 0;
    std::vector<std::uint64_t> boxes_;  ///< MP4: ends of the open ones
    std::vector<FilePiece> pieces_;
};

}  // namespace divan::gateway
