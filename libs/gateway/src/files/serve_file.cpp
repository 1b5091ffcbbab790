#include "files/serve_file.hpp"

#include <divan/base/text.hpp>

#include "files/asset_access.hpp"
#include "files/byte_range.hpp"
#include "files/file_head.hpp"
#include "files/served_file.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

WantedBytes asked_for(const Call& call, std::string_view etag, std::uint64_t size) {
    const auto range = call.header("Range");
    const auto only_if = call.header("If-Range");
    if (!range || call.method() != "GET" || (only_if && trim(*only_if) != etag)) return {};
    return wanted_bytes(*range, size);
}

bool names(std::string_view accept, std::string_view type) {
    const std::string family = std::string{type.substr(0, type.find('/'))} + "/*";
    for (const std::string& range : split(accept, ',')) {
        const std::string wanted = to_lower(trim(std::string_view{range}.substr(0, range.find(';'))));
        if (wanted == type || wanted == family) return true;
    }
    return false;
}

/// The contract of Comfy API v2 knows one type of content. Its own type a file has for those who ask for it,
/// and behind a signed link, which is made for pages.
void set_type(net::HttpReply& head, const Site& site, const Call& call, const std::string& type) {
    head.headers.set("Vary", "Accept");
    if (has_signed_link(site, call) || names(call.header("Accept").value_or(""), type)) return;
    head.headers.set("Content-Type", "application/octet-stream");
}

/// What was begun cannot be taken back: where it breaks, the connection ends before the announced length.
asio::awaitable<void> pour(ServedFile& file, net::HttpExchange& exchange, std::uint64_t from,
                           std::uint64_t count) {
    while (count > 0) {
        auto piece =
            co_await file.read(from, static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, count)));
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
    auto wish = serve_wish(site, call);
    if (!wish) co_return refuse(std::move(wish).error());
    const std::string etag = etag_of(asset, *wish);
    net::HttpReply head = file_head(asset.blob.content_type, asset.name, etag);
    head.headers.set("Accept-Ranges", "bytes");
    set_type(head, site, call, asset.blob.content_type);
    if (knows(call, etag)) {
        head.status = 304;
        co_return co_await call.reply(std::move(head));
    }
    auto file = co_await ServedFile::open(site, std::move(asset), std::move(*wish));
    if (!file) co_return refuse(std::move(file).error());
    if (file->stripped()) head.headers.set("Divan-Metadata", "stripped");
    WantedBytes wanted = asked_for(call, etag, file->size());
    const std::string size = std::to_string(file->size());
    if (wanted.kind == WantedBytes::Kind::impossible) {
        net::HttpReply no = reply_of(Refusal{416, "range_not_satisfiable", "the file has no such range"});
        no.headers.set("Content-Range", "bytes */" + size);
        co_return co_await call.reply(std::move(no));
    }
    std::uint64_t from = 0, count = file->size();
    if (wanted.kind == WantedBytes::Kind::part) {
        from = wanted.first;
        count = wanted.count();
        head.status = 206;
        head.headers.set("Content-Range", "bytes " + std::to_string(wanted.first) + "-" +
                                              std::to_string(wanted.last) + "/" + size);
    }
    head.headers.set("Content-Length", std::to_string(count));
    auto begun = co_await call.begin(std::move(head));
    if (!begun) co_return Answer<>{};  // the peer is gone
    if (call.method() == "HEAD") count = 0;
    co_await pour(*file, call.exchange(), from, count);
    co_return Answer<>{};
}

}  // namespace divan::gateway
