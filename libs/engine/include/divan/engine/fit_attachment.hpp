#pragma once

#include <optional>

#include <divan/engine/make_picture.hpp>
#include <divan/workflow/attachments.hpp>

namespace divan::engine {

/// An attachment, and what was done to it.
struct FittedAttachment {
    Attachment attachment;
    std::optional<MadePicture> made;  ///< nothing: it is as it was; `bytes` are in the attachment

    explicit FittedAttachment(Attachment same) : attachment{std::move(same)} {}
};

/// The same picture with at most `max_side` pixels (above 0) on a side, for large photos on their way to a
/// server: `workflow.attach("1.image", fit_attachment(Attachment::from_file("photo.jpg"),
/// 2048)->attachment)`. Format, aspect, alpha, name and subfolder stay; it is decoded in this process. What
/// is small enough, an animation, or no PNG, JPEG or WebP stays as it is. Errors: `io_failed`;
/// `malformed_reply` for a picture that cannot be read; `invalid_argument`.
Result<FittedAttachment> fit_attachment(Attachment attachment, int max_side);

}  // namespace divan::engine
