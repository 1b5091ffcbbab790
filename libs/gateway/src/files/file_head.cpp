#include "files/file_head.hpp"

#include <divan/base/text.hpp>

#include "files/file_names.hpp"

namespace divan::gateway {
namespace {

/// Weak comparison, a list or "*".
bool lists(std::string_view header, std::string_view etag) {
    for (const std::string& one : split(header, ',')) {
        std::string_view tag = trim(one);
        if (tag == "*") return true;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag) return true;
    }
    return false;
}

}  // namespace

net::HttpReply file_head(const std::string& content_type, std::string_view name, const std::string& etag) {
    const bool known = content_type != "application/octet-stream";
    net::HttpReply head{200};
    head.headers.set("Content-Type",
                     content_type == "text/plain" ? "text/plain; charset=utf-8" : content_type);
    head.headers.set("Content-Disposition", content_disposition(known, name));
    head.headers.set("X-Content-Type-Options", "nosniff");
    head.headers.set(
        "Content-Security-Policy",
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'");
    head.headers.set("Referrer-Policy", "no-referrer");
    head.headers.set("ETag", etag);
    head.headers.set("Cache-Control", "private, no-cache");
    return head;
}

bool knows(const Call& call, std::string_view etag) {
    const auto known = call.header("If-None-Match");
    return known && lists(*known, etag);
}

}  // namespace divan::gateway
