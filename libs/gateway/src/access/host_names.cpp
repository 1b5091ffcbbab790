#include "access/host_names.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>
#include <divan/base/text.hpp>
#include <divan/net/public_address.hpp>
#include <divan/net/url.hpp>

namespace divan::gateway {
namespace {

namespace ip = boost::asio::ip;

struct HostAndPort {
    std::string host, port;
};

/// "[::1]:8190", "localhost:8190", "gpu.example". The host is empty when it is none of these.
HostAndPort parted(std::string_view text) {
    HostAndPort parts;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return parts;
        const std::string_view rest = text.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) return parts;
        parts.host = to_lower(text.substr(1, end - 1));
        parts.port = rest.empty() ? std::string{} : std::string{rest.substr(1)};
        return parts;
    }
    const auto colon = text.find(':');
    parts.host = to_lower(text.substr(0, colon));
    if (colon != std::string_view::npos) parts.port = text.substr(colon + 1);
    if (parts.port.find(':') != std::string::npos) return HostAndPort{to_lower(text), {}};  // a bare IPv6
    return parts;
}

bool is_loopback_name(const std::string& host) {
    boost::system::error_code error;
    const auto address = ip::make_address(host, error);
    return host == "localhost" || (!error && address.is_loopback());
}

/// Every machine that reaches one of these is of our own network. A name, too: it says nothing else.
bool is_inside(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = ip::make_address(address, error);
    if (error) return true;
    return !parsed.is_unspecified() && !net::is_public_address(parsed);
}

/// A listed name without a port stands for all ports.
bool is_listed(const std::string& entry, const HostAndPort& asked) {
    const HostAndPort listed = parted(entry);
    return listed.host == asked.host && (listed.port.empty() || listed.port == asked.port);
}

}  // namespace

bool takes_host(const ListenConfig& listen, std::string_view host) {
    if (host.empty() || (!is_inside(listen.address) && listen.hosts.empty())) return true;
    const HostAndPort asked = parted(host);
    if (asked.host.empty()) return false;
    if (is_loopback_name(asked.host) || asked.host == to_lower(listen.address)) return true;
    if (std::ranges::any_of(listen.hosts, [&](const auto& entry) { return is_listed(entry, asked); }))
        return true;
    const auto known = net::parse_url(listen.public_url);
    return !listen.public_url.empty() && known && to_lower(known->host) == asked.host;
}

}  // namespace divan::gateway
