#pragma once

#include <string>
#include <string_view>

/// Names that callers and servers give to files. They are data: none of them is ever joined to a path here.
namespace divan::gateway {

/// A foreign path as it is kept and shown: "a/b.png" with "/" between its parts, none of them empty, "." or
/// "..", none with what a file name may not have (`safe_file_name`), and no marks that turn the direction of
/// writing round. At most 512 bytes, the last parts; empty when nothing is left.
std::string clean_path(std::string_view foreign);

/// `inline; filename="photo.png"; filename*=UTF-8''photo.png` (RFC 6266, 8187), with the last part of a path.
std::string content_disposition(bool shown_in_page, std::string_view path);

}  // namespace divan::gateway
