#include "sources/outbound_url.hpp"

#include <algorithm>

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestUrl = 2'048;

std::size_t end_of_authority(const std::string& url) {
    return std::min(url.find_first_of("/?#\\", url.find("://") + 3), url.size());
}

}  // namespace

std::string wrong_with_url(const std::string& url, bool plain_http) {
    if (url.size() > kLongestUrl) return "is longer than 2,048 bytes";
    const bool https = url.starts_with("https://");
    if (!https && !url.starts_with("http://")) return "must begin with https://";
    if (!https && !plain_http)
        return "must begin with https://: without TLS anybody could read and change it";
    const auto scheme = url.find("://"), end = end_of_authority(url);
    const std::string authority = url.substr(scheme + 3, end - scheme - 3);
    if (authority.find('@') != std::string::npos) return "must not hold a user or a password";
    const bool printable =
        std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
    if (!printable || !net::parse_url(url.substr(0, end))) return "is no URL";
    return {};
}

Result<OutboundUrl> parse_outbound(const std::string& url, bool plain_http) {
    if (std::string wrong = wrong_with_url(url, plain_http); !wrong.empty())
        return fail(Errc::invalid_argument, "the URL " + wrong);
    const auto end = end_of_authority(url);
    auto origin = net::parse_url(url.substr(0, end));
    if (!origin) return fail(std::move(origin).error());
    OutboundUrl parsed;
    parsed.origin = std::move(*origin);
    parsed.target = url.substr(end, url.find('#', end) - end);
    if (!parsed.target.starts_with('/')) parsed.target.insert(0, "/");
    return parsed;
}

}  // namespace divan::gateway
