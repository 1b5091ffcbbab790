#include <divan/net/url.hpp>

#include <algorithm>
#include <charconv>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <divan/base/text.hpp>

namespace divan::net {
namespace {

tl::unexpected<Error> bad_url(std::string_view text, std::string why) {
    std::string shown{text.substr(0, 200)};
    // A URL with a password in it must not reach a log by way of its error.
    if (const auto at = shown.rfind('@'); at != std::string::npos) shown = "…" + shown.substr(at);
    return fail(Errc::invalid_argument, "'" + shown + "' is no server address: " + std::move(why),
                "write it like http://127.0.0.1:8188");
}

struct Scheme {
    bool named = false;
    bool tls = false;
};

Result<Scheme> scheme_of(std::string_view text) {
    Scheme scheme;
    const auto end = text.find("://");
    if (end == std::string_view::npos) return scheme;
    const std::string name = to_lower(text.substr(0, end));
    scheme.named = true;
    scheme.tls = name == "https" || name == "wss";
    if (scheme.tls || name == "http" || name == "ws") return scheme;
    return bad_url(text, "the scheme is not http, https, ws or wss");
}

Result<std::uint16_t> port_of(std::string_view text, std::string_view digits, const Scheme& scheme) {
    if (digits.empty()) return static_cast<std::uint16_t>(scheme.tls ? 443 : 80);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0)
        return bad_url(text, "the port is not between 1 and 65535");
    return port;
}

std::string host_of(const boost::urls::url_view& parsed) {
    std::string host = to_lower(parsed.host());
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return host;
}

/// Host names, with the underscore that container names have, and IP addresses. Escapes would let a blank or
/// a '@' in.
bool is_host(std::string_view host, bool ip_v6) {
    return std::all_of(host.begin(), host.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
               (ip_v6 && c == ':');
    });
}

std::string path_of(const boost::urls::url_view& parsed) {
    const auto encoded = parsed.encoded_path();
    std::string path{encoded.data(), encoded.size()};
    while (path.ends_with('/')) path.pop_back();
    return path;
}

bool default_port(const Url& url) { return url.port == (url.tls ? 443 : 80); }

}  // namespace

std::string Url::authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return default_port(*this) ? name : name + ":" + std::to_string(port);
}

std::string Url::str() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return (tls ? "https://" : "http://") + name + ":" + std::to_string(port) + path;
}

Result<Url> parse_url(std::string_view text) {
    text = trim(text);
    auto scheme = scheme_of(text);
    if (!scheme) return fail(std::move(scheme).error());
    const std::string whole = scheme->named ? std::string{text} : "http://" + std::string{text};
    const auto parsed = boost::urls::parse_uri(whole);
    if (!parsed) return bad_url(text, parsed.error().message());
    if (parsed->host().empty()) return bad_url(text, "the host is missing");
    // Boost.URL 1.81 reads "x:word" as the host x, an empty port and the path "word".
    if (!parsed->encoded_path().empty() && !parsed->encoded_path().starts_with('/'))
        return bad_url(text, "the port is no number");
    if (parsed->has_query() || parsed->has_fragment()) return bad_url(text, "it has a '?' or '#'");
    const std::string_view digits{parsed->port().data(), parsed->port().size()};
    auto port = port_of(text, digits, *scheme);
    if (!port) return fail(std::move(port).error());
    Url url;
    url.tls = scheme->named ? scheme->tls : *port == 443;
    url.port = *port;
    url.host = host_of(*parsed);
    if (!is_host(url.host, parsed->host_type() == boost::urls::host_type::ipv6))
        return bad_url(text, "the host has characters that no host name has");
    url.path = path_of(*parsed);
    url.user_info = parsed->has_userinfo() ? parsed->userinfo() : std::string{};
    return url;
}

}  // namespace divan::net
