#include <fstream>

#include <fmt/format.h>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "files/asset_access.hpp"
#include "files/file_head.hpp"
#include "pictures/worked_picture.hpp"
#include "simple/off_the_loop.hpp"

// /api/v2/divan/assets/{id}/picture: thumbnails and other formats. Nothing of it is kept: what is deleted is
// gone, and who asks again with the ETag has it already.
namespace divan::gateway {
namespace {

constexpr int kLongestSide = 16'384;
constexpr std::size_t kPiece = 256 * 1024;

Answer<PictureRequest> wish_of(Call& call) {
    if (auto known = only_queries(call, {"width", "height", "format", "quality", "expires", "signature"});
        !known)
        return refuse(std::move(known).error());
    PictureRequest wish;
    for (auto [name, target, low, high] : {std::tuple{"width", &wish.width, 1, kLongestSide},
                                           std::tuple{"height", &wish.height, 1, kLongestSide},
                                           std::tuple{"quality", &wish.quality, 1, 100}}) {
        auto number = number_asked(call, name, low, high);
        if (!number) return refuse(std::move(number).error());
        if (*number) *target = static_cast<int>(**number);
    }
    wish.format = call.query("format").value_or("");
    if (!wish.format.empty() && wish.format != "png" && wish.format != "jpeg" && wish.format != "webp")
        return refuse(400, "invalid_request", "'format' must be png, jpeg or webp");
    return wish;
}

/// Pictures are made by one rule from the same bytes: its name stands for them.
std::string etag_of(const store::Asset& asset, const PictureRequest& wish) {
    return fmt::format("\"{}-{}x{}-{}-{}\"", asset.blob.hash, wish.width, wish.height, wish.format,
                       wish.quality);
}

/// "fox.png" as "fox.webp".
std::string name_of(const store::Asset& asset, const std::string& format) {
    const auto dot = asset.name.rfind('.');
    const auto slash = asset.name.rfind('/');
    const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    return (has_extension ? asset.name.substr(0, dot) : asset.name) + "." +
           (format == "jpeg" ? "jpg" : format);
}

asio::awaitable<void> pour(net::HttpExchange& exchange, std::filesystem::path file) {
    const auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    for (;;) {
        std::function<Result<std::string>()> read = [in] {
            std::string piece(kPiece, '\0');
            in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
            piece.resize(static_cast<std::size_t>(in->gcount()));
            if (in->bad()) return Result<std::string>{fail(Errc::io_failed, "a picture cannot be read")};
            return Result<std::string>{std::move(piece)};
        };
        auto piece = co_await off_the_loop<std::string>(std::move(read));
        if (!piece) co_return exchange.abort();
        if (piece->empty()) break;
        auto sent = co_await exchange.write(std::move(*piece));
        if (!sent) co_return exchange.abort();
    }
    co_await exchange.finish();
}

asio::awaitable<Answer<>> give_picture(Site& site, Call& call) {
    auto wish = wish_of(call);
    if (!wish) co_return refuse(std::move(wish).error());
    auto asset = co_await asset_of(site, call);
    if (!asset) co_return refuse(std::move(asset).error());
    const std::string etag = etag_of(*asset, *wish);
    if (knows(call, etag)) {
        net::HttpReply known{304};
        known.headers.set("ETag", etag);
        co_return co_await call.reply(std::move(known));
    }
    auto worked = co_await work_on(site, asset->blob, *wish);
    if (!worked) co_return refuse(std::move(worked).error());
    const PictureReport& report = worked->report;
    net::HttpReply head = file_head("image/" + report.format, name_of(*asset, report.format), etag);
    head.headers.set("Content-Length", std::to_string(worked->bytes));
    head.headers.set("Divan-Picture", fmt::format("{}x{} of {}x{}", report.width, report.height,
                                                  report.source_width, report.source_height));
    auto begun = co_await call.begin(std::move(head));
    if (!begun) co_return Answer<>{};  // the peer is gone
    if (call.method() == "HEAD")
        co_await call.exchange().finish();
    else
        co_await pour(call.exchange(), worked->file->path());
    co_return Answer<>{};
}

}  // namespace

void add_asset_picture_routes(Router& router, Site& site) {
    router.add(
        "GET", "/api/v2/divan/assets/{id}/picture", Scope::read,
        [&site](Call& call) { return give_picture(site, call); },
        [&site](const Call& call) { return has_signed_link(site, call); });
}

}  // namespace divan::gateway
