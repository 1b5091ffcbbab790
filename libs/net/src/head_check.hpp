#pragma once

#include <string_view>

#include <divan/base/error.hpp>

namespace divan::net {

/// Refuses what two HTTP parsers could read differently, before ours reads it: folded or split lines, bare CR
/// or LF, a space before the colon, a repeated or odd Content-Length, any Transfer-Encoding but "chunked",
/// both of these together, a repeated Host. `head` is a whole request head with its empty line. Errors:
/// `malformed_reply`, with the fact "status" (400) that the sender deserves. Source: RFC 9112, 5 to 6.3.
Result<void> check_request_head(std::string_view head);

}  // namespace divan::net
