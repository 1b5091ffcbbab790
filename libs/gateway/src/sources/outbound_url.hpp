#pragma once

#include <string>

#include <divan/net/url.hpp>

/// URLs that callers give, and that the service itself goes to: as far as their spelling goes (S13). Where a
/// name leads is looked at when it is connected to (`net::Reach`).
namespace divan::gateway {

/// What is wrong with it; empty for nothing: https (http where `plain_http`), no user and no password,
/// printable, at most 2 KiB.
std::string wrong_with_url(const std::string& url, bool plain_http);

/// A URL taken apart. Both were looked at.
struct OutboundUrl {
    net::Url origin;
    std::string target;  ///< path and query

    OutboundUrl() = default;
};
/// Errors: `invalid_argument`, with what is wrong.
Result<OutboundUrl> parse_outbound(const std::string& url, bool plain_http);

}  // namespace divan::gateway
