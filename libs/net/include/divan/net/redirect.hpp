#pragma once

#include <optional>
#include <string>

#include <divan/net/http_message.hpp>
#include <divan/net/url.hpp>

namespace divan::net {

struct RedirectTarget {
    Url origin;          ///< without a path
    std::string target;  ///< path and query

    RedirectTarget() = default;
};

/// Where a reply to `target` at `origin` sends the caller; nothing when it is no redirect, or leads to no
/// http URL.
std::optional<RedirectTarget> redirect_of(const HttpReply& reply, const Url& origin,
                                          const std::string& target);

bool same_origin(const Url& a, const Url& b);

}  // namespace divan::net
