#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>

namespace divan::net {

/// Where a server is: "http://127.0.0.1:8188", "https://gpu.example/comfy", "localhost:8188", "[::1]:8188".
struct Url {
    bool tls = false;
    std::string host;  ///< without brackets for IPv6
    std::uint16_t port = 0;
    std::string path;       ///< prefix of every request, without a trailing slash; mostly empty
    std::string user_info;  ///< "name:password" as written in the URL, decoded; empty when absent

    Url() = default;
    std::string authority() const;  ///< "host:port" as the Host header wants it (default ports left out)
    std::string str() const;        ///< "http://host:port/path", never with user and password
    bool operator==(const Url&) const = default;
};

/// Schemes http, https, ws, wss; none means http (https for port 443). Errors: `invalid_argument`, with what
/// is wrong.
Result<Url> parse_url(std::string_view text);

std::string percent_encode(std::string_view text);  ///< everything but A-Z a-z 0-9 - . _ ~
std::string percent_decode(std::string_view text,
                           bool plus_is_space = false);  ///< malformed escapes stay as they are

using Query = std::vector<std::pair<std::string, std::string>>;
std::string encode_query(const Query& query);  ///< "a=1&b=x%20y", without "?"
Query parse_query(std::string_view text);      ///< "+" is a space, as in forms

}  // namespace divan::net
