#include "access/page_rules.hpp"

#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/net/url.hpp>

namespace divan::gateway {
namespace {

constexpr std::string_view kRequestHeaders =
    "Authorization, Content-Type, Idempotency-Key, Idempotency-Replay, If-None-Match, Last-Event-ID, Range, "
    "X-Api-Key";
constexpr std::string_view kAnswerHeaders =
    "Content-Disposition, Content-Range, ETag, Location, Retry-After, X-Request-Id";

std::string field(const net::HttpRequest& request, std::string_view name) {
    return std::string{request.headers.find(name).value_or("")};
}

bool changes_nothing(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool is_own(const ListenConfig& listen, const std::string& origin, const std::string& host) {
    if (!listen.public_url.empty() && to_lower(listen.public_url).starts_with(origin) &&
        (listen.public_url.size() == origin.size() || listen.public_url[origin.size()] == '/'))
        return true;
    return !host.empty() && origin == listen.scheme() + to_lower(host);
}

std::string_view without_port(std::string_view host) {
    const auto bracket = host.find(']');
    return host.substr(0, host.find(':', bracket == std::string_view::npos ? 0 : bracket));
}

}  // namespace

Page page_of(const ListenConfig& listen, const net::HttpRequest& request) {
    const auto named = request.headers.find("Origin");
    if (!named) {
        // Some requests of pages (forms of old browsers, pictures) come without an origin, but with this.
        const bool cross = to_lower(field(request, "Sec-Fetch-Site")) == "cross-site";
        return cross ? Page::foreign : Page::none;
    }
    const std::string origin = to_lower(*named);
    if (origin == "null" || origin.empty()) return Page::opaque;
    const auto same = [&](const std::string& listed) { return to_lower(listed) == origin; };
    if (std::ranges::any_of(listen.origins, same)) return Page::listed;
    return is_own(listen, origin, field(request, "Host")) ? Page::own : Page::foreign;
}

bool wants_tls_kept(const ListenConfig& listen, const net::HttpRequest& request) {
    if (!listen.speaks_tls()) return false;
    const std::string field_value = to_lower(field(request, "Host"));
    const std::string_view host = without_port(field_value);
    return host != "localhost" && !host.ends_with(".localhost");
}

bool may_ask(Page page, const net::HttpRequest& request, bool wants_socket) {
    if (page == Page::opaque) return false;
    if (page != Page::foreign) return true;
    return changes_nothing(request.method) && !wants_socket && !is_preflight(request);
}

bool is_preflight(const net::HttpRequest& request) {
    return request.method == "OPTIONS" && request.headers.contains("Origin") &&
           request.headers.contains("Access-Control-Request-Method");
}

net::HttpHeaders answer_headers(const net::HttpRequest& request) {
    net::HttpHeaders headers;
    headers.set("Access-Control-Allow-Origin", field(request, "Origin"));
    headers.set("Access-Control-Expose-Headers", std::string{kAnswerHeaders});
    headers.set("Vary", "Origin, Accept");  // a file's type depends on the latter
    return headers;
}

net::HttpHeaders preflight_headers(const net::HttpRequest& request, const std::vector<std::string>& methods) {
    net::HttpHeaders headers;
    headers.set("Access-Control-Allow-Methods", join(methods, ", "));
    headers.set("Access-Control-Allow-Headers", std::string{kRequestHeaders});
    headers.set("Access-Control-Max-Age", "600");
    if (field(request, "Access-Control-Request-Private-Network") == "true")
        headers.set("Access-Control-Allow-Private-Network", "true");
    return headers;
}

Result<void> check_origins(const ListenConfig& listen) {
    for (const std::string& origin : listen.origins) {
        const auto url = net::parse_url(origin);
        if (!url || (origin != "https://" + url->authority() && origin != "http://" + url->authority()))
            return fail(Errc::invalid_argument, "'" + origin + "' is no origin of a web page",
                        "write it as the browser does: https://app.example, with a port where it is not 443");
    }
    return {};
}

}  // namespace divan::gateway
