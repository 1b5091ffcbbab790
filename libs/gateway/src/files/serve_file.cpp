#include "files/serve_file.hpp"

#include <divan/base/text.hpp>
#include <divan/store/asset_store.hpp>

#include "files/byte_range.hpp"
#include "files/file_names.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

const std::string kUnknown = "application/octet-stream";

std::string etag_of(const store::Asset& asset) { return "\"" + asset.blob.hash + "\""; }

net::HttpReply head_of(const store::Asset& asset) {
    const std::string& type = asset.blob.content_type;
    net::HttpReply head{200};
    head.headers.set("Content-Type", type == "text/plain" ? "text/plain; charset=utf-8" : type);
    head.headers.set("Content-Disposition", content_disposition(type != kUnknown, asset.name));
    head.headers.set("X-Content-Type-Options", "nosniff");
    head.headers.set(
        "Content-Security-Policy",
        "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'");
    head.headers.set("Referrer-Policy", "no-referrer");
    head.headers.set("ETag", etag_of(asset));
    head.headers.set("Accept-Ranges", "bytes");
    head.headers.set("Cache-Control", "private, no-cache");
    return head;
}

/// RFC 9110, 13.1.2: weak comparison, a list or "*".
bool lists(std::string_view header, std::string_view etag) {
    for (const std::string& one : split(header, ',')) {
        std::string_view tag = trim(one);
        if (tag == "*") return true;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag) return true;
    }
    return false;
}

WantedBytes asked_for(const Call& call, const store::Asset& asset) {
    const auto range = call.header("Range");
    const auto only_if = call.header("If-Range");
    if (!range || call.method() != "GET" || (only_if && trim(*only_if) != etag_of(asset))) return {};
    return wanted_bytes(*range, static_cast<std::uint64_t>(asset.blob.size));
}

/// What was begun cannot be taken back: where it breaks, the connection ends before the announced length.
asio::awaitable<void> pour(store::AssetReader& reader, net::HttpExchange& exchange, std::uint64_t from,
                           std::uint64_t count) {
    while (count > 0) {
        auto piece = co_await reader.read(static_cast<std::int64_t>(from),
                                          static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, count)));
        if (!piece || piece->empty()) co_return exchange.abort();
        from += piece->size();
        count -= piece->size();
        auto sent = co_await exchange.write(std::move(*piece));
        if (!sent) co_return exchange.abort();
    }
    co_await exchange.finish();
}

}  // namespace

asio::awaitable<Answer<>> serve_file(Site& site, Call& call, store::Asset asset) {
    net::HttpReply head = head_of(asset);
    if (const auto known = call.header("If-None-Match"); known && lists(*known, etag_of(asset))) {
        head.status = 304;
        co_return co_await call.reply(std::move(head));
    }
    const auto size = static_cast<std::uint64_t>(asset.blob.size);
    WantedBytes wanted = asked_for(call, asset);
    if (wanted.kind == WantedBytes::Kind::impossible) {
        net::HttpReply no = reply_of(Refusal{416, "range_not_satisfiable", "the file has no such range"});
        no.headers.set("Content-Range", "bytes */" + std::to_string(size));
        co_return co_await call.reply(std::move(no));
    }
    auto reader = co_await site.assets.open(asset.blob);
    if (!reader) co_return refuse(reader.error());
    std::uint64_t from = 0, count = size;
    if (wanted.kind == WantedBytes::Kind::part) {
        from = wanted.first;
        count = wanted.count();
        head.status = 206;
        head.headers.set("Content-Range", "bytes " + std::to_string(wanted.first) + "-" +
                                              std::to_string(wanted.last) + "/" + std::to_string(size));
    }
    head.headers.set("Content-Length", std::to_string(count));
    auto begun = co_await call.begin(std::move(head));
    if (!begun) co_return Answer<>{};  // the peer is gone
    if (call.method() == "HEAD") count = 0;
    co_await pour(**reader, call.exchange(), from, count);
    co_return Answer<>{};
}

}  // namespace divan::gateway
