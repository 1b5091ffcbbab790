#pragma once

#include <optional>
#include <string>

#include <divan/net/http_message.hpp>

#include "access/key_text.hpp"

namespace divan::gateway {

/// What a request shows to be let in.
struct Presented {
    bool anything = false;       ///< it names some credential, good or not
    std::optional<KeyText> key;  ///< when that is one key, spelled as ours are

    Presented() = default;
};
/// `Authorization: Bearer <key>` or `X-Api-Key: <key>`; both only when they say the same.
Presented presented_by(const net::HttpHeaders& headers);

/// Where a request comes from, as its failures are counted: its address, of IPv6 the network of 64 bits.
/// Behind a proxy of ours, what that proxy noted last in `X-Forwarded-For`.
std::string source_of(std::string_view remote_address, const net::HttpHeaders& headers, bool behind_proxy);

}  // namespace divan::gateway
