#include <divan/engine/fit_attachment.hpp>

#include <algorithm>

#include <divan/base/files.hpp>
#include <divan/base/picture_size.hpp>

namespace divan::engine {
namespace {

constexpr int kGoodQuality = 92;

/// By the chunks that only animations have: APNG's, and WebP's frames.
bool is_animated(std::string_view bytes, PictureFormat format) {
    if (format == PictureFormat::png)
        return bytes.substr(0, std::min(bytes.find("IDAT"), bytes.size())).find("acTL") != bytes.npos;
    constexpr char kAnimation = 0x02;
    return format == PictureFormat::webp && bytes.size() > 20 && bytes.substr(12, 4) == "VP8X" &&
           (bytes[20] & kAnimation) != 0;
}

bool is_larger(std::string_view bytes, int side) {
    const auto size = read_picture_size(bytes);
    return size && size->format != PictureFormat::gif && !is_animated(bytes, size->format) &&
           std::max(size->width, size->height) > static_cast<std::uint32_t>(side);
}

}  // namespace

Result<FittedAttachment> fit_attachment(Attachment attachment, int max_side) {
    if (max_side < 1)
        return fail(Errc::invalid_argument, "a picture has at least one pixel a side", "--max-side 2048");
    auto read = attachment.bytes() ? Result<std::string>{*attachment.bytes()} : read_file(*attachment.file());
    if (!read) return fail(std::move(read).error());
    FittedAttachment fitted{std::move(attachment)};
    if (!is_larger(*read, max_side)) return fitted;
    PictureWish wish;
    wish.width = wish.height = max_side;
    wish.quality = kGoodQuality;
    auto made = make_picture(*read, wish);
    if (!made) return fail(std::move(made).error());
    auto name = upload_name(fitted.attachment);
    if (!name) return fail(std::move(name).error());
    Attachment smaller = Attachment::from_bytes(std::exchange(made->bytes, {}), std::move(*name))
                             .in_subfolder(fitted.attachment.subfolder())
                             .overwriting(fitted.attachment.overwrites());
    fitted.attachment = std::move(smaller);
    fitted.made = std::move(*made);
    return fitted;
}

}  // namespace divan::engine
