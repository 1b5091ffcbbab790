#include "server/general_rules.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

#include <divan/base/text.hpp>

namespace divan::engine {

namespace {

struct HostAndPort {
    std::string host;
    bool has_port = false;
};

HostAndPort split_host(std::string_view text) {
    HostAndPort found;
    if (text.starts_with('[')) {
        const auto end = std::min(text.find(']'), text.size());
        found.host = std::string{text.substr(1, end == 0 ? 0 : end - 1)};
        found.has_port = text.substr(end).starts_with("]:");
        return found;
    }
    const auto colon = text.find(':');
    found.host = std::string{text.substr(0, colon)};
    found.has_port = colon != std::string_view::npos && colon + 1 < text.size();
    return found;
}

bool is_loopback(const std::string& host) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (!error) return address.is_loopback();
    return host == "localhost" || host.ends_with(".localhost");
}

/// The part between "scheme://" and the next slash; empty for "null" and the like.
std::string_view netloc(std::string_view origin) {
    const auto start = origin.find("//");
    if (start == std::string_view::npos) return {};
    origin.remove_prefix(start + 2);
    return origin.substr(0, origin.find_first_of("/?#"));
}

bool is_picture(std::string_view path) {
    constexpr std::array endings{".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"};
    const std::string lower = to_lower(path);
    return std::ranges::any_of(endings, [&](const char* ending) { return lower.ends_with(ending); });
}

bool is_page_part(std::string_view path) {
    const auto last = path.substr(path.rfind('/') + 1);
    return path.ends_with(".js") || path.ends_with(".css") ||
           (last.starts_with("index") && last.ends_with(".json"));
}

std::string_view picture_rule(int status) {
    if (status == 404) return "public, max-age=3600";
    if ((status >= 200 && status <= 206) || status == 301 || status == 308) return "public, max-age=86400";
    return status == 302 || status == 303 || status == 307 ? "no-cache" : "";
}

}  // namespace

bool origin_allowed(std::string_view host, std::string_view origin) {
    const std::string lower_host = to_lower(host), lower_origin = to_lower(netloc(origin));
    const HostAndPort server = split_host(lower_host), page = split_host(lower_origin);
    const std::string host_side = page.has_port ? lower_host : server.host;
    const std::string origin_side = server.has_port ? lower_origin : page.host;
    // A host without port drops the origin's port and the other way round, so that only what both name is
    // compared.
    return !is_loopback(server.host) || host_side.empty() || origin_side.empty() || host_side == origin_side;
}

void add_cors(net::HttpReply& reply, std::string_view origin) {
    reply.headers.set("Access-Control-Allow-Origin", std::string{origin});
    reply.headers.set("Access-Control-Allow-Methods", "POST, GET, DELETE, PUT, OPTIONS");
    reply.headers.set("Access-Control-Allow-Headers", "Content-Type, Authorization");
    reply.headers.set("Access-Control-Allow-Credentials", "true");
}

void add_cache_control(net::HttpReply& reply, std::string_view path) {
    std::string_view rule;
    if (is_page_part(path))
        rule = "no-cache";
    else if (is_picture(path))
        rule = picture_rule(reply.status);
    if (!rule.empty() && !reply.headers.contains("Cache-Control"))
        reply.headers.set("Cache-Control", std::string{rule});
}

Answer too_large(std::size_t limit, std::size_t actual) {
    Answer answer = text_answer(
        413, fmt::format("Maximum request body size {} exceeded, actual body size {}", limit, actual));
    answer.returned = false;
    return answer;
}

}  // namespace divan::engine
