#include "files/serve_file.hpp"

#include <divan/base/text.hpp>
#include <divan/store/asset_store.hpp>

#include "files/byte_range.hpp"
#include "files/file_head.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

std::string etag_of(const store::Asset& asset) { return "\"" + asset.blob.hash + "\""; }

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
    net::HttpReply head = file_head(asset.blob.content_type, asset.name, etag_of(asset));
    head.headers.set("Accept-Ranges", "bytes");
    if (knows(call, etag_of(asset))) {
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
