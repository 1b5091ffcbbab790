#pragma once

#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/net/http_message.hpp>

namespace divan::net {

bool is_header_name(std::string_view text);   ///< a token of RFC 9110
bool is_header_value(std::string_view text);  ///< no control characters but the tab

/// "GET /target HTTP/1.1\r\nName: value\r\n…\r\n". Errors: `invalid_argument` for what would break the
/// framing.
Result<std::string> request_head(const std::string& method, const std::string& target,
                                 const HttpHeaders& headers);
/// "HTTP/1.1 200 OK\r\n…\r\n". Errors: as `request_head`.
Result<std::string> reply_head(int status, const HttpHeaders& headers);

/// True when a comma-separated field such as Connection holds `token` (in any case).
bool has_token(const HttpHeaders& headers, std::string_view name, std::string_view token);

}  // namespace divan::net
