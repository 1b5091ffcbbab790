#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace divan {

std::string to_lower(std::string_view text);   ///< ASCII only
std::string_view trim(std::string_view text);  ///< without white space at both ends
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Bytes of the UTF-8 character that starts at `at` (1 to 4), or 0 when there is none: stray and missing
/// bytes, overlong forms, surrogates and code points beyond U+10FFFF are no UTF-8.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// For a terminal or a log line: control characters and bytes that are no UTF-8 become `\xNN`;
/// at most `limit` bytes, then "…".
std::string printable(std::string_view text, std::size_t limit = 2000);

}  // namespace divan
