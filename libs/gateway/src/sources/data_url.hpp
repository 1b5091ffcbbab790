#pragma once

#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan::gateway {

/// The bytes of `data:image/png;base64,…` (RFC 2397; base64 alone), or of base64 itself: the standard
/// alphabet, with padding, in one line. What the text says about its type counts for nothing. Errors:
/// `invalid_argument`, with what is wrong and where.
Result<std::string> inline_bytes(std::string_view text);

}  // namespace divan::gateway
