#include "access/presented.hpp"

#include <algorithm>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

namespace ip = boost::asio::ip;

/// All fields of that name, in the order of the request.
std::vector<std::string> all_of(const net::HttpHeaders& headers, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [field, value] : headers.fields())
        if (to_lower(field) == name) values.emplace_back(trim(value));
    return values;
}

/// The token of `Bearer <token>`; empty for another scheme.
std::string bearer_of(const std::string& authorization) {
    constexpr std::string_view kScheme = "bearer ";
    if (!to_lower(authorization).starts_with(kScheme)) return {};
    return std::string{trim(std::string_view{authorization}.substr(kScheme.size()))};
}

std::string network_of(const ip::address& address) {
    if (address.is_v4()) return address.to_string();
    if (address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6{bytes}.to_string();
}

}  // namespace

Presented presented_by(const net::HttpHeaders& headers) {
    std::vector<std::string> texts = all_of(headers, "x-api-key");
    for (const std::string& value : all_of(headers, "authorization")) texts.push_back(bearer_of(value));
    Presented presented;
    presented.anything = !texts.empty();
    if (texts.empty() || std::ranges::any_of(texts, [&](const auto& text) { return text != texts.front(); }))
        return presented;
    presented.key = parse_key_text(texts.front());
    return presented;
}

std::string source_of(std::string_view remote_address, const net::HttpHeaders& headers, bool behind_proxy) {
    std::string address{remote_address};
    if (const auto noted = all_of(headers, "x-forwarded-for"); behind_proxy && !noted.empty())
        address = trim(split(noted.back(), ',').back());
    boost::system::error_code error;
    const auto parsed = ip::make_address(address, error);
    if (error) return std::string{remote_address};  // a proxy that notes no addresses: all are its own
    return network_of(parsed);
}

}  // namespace divan::gateway
