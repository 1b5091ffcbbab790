#include "additions/inline_results.hpp"

#include <divan/base/base64.hpp>

#include "files/served_file.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

asio::awaitable<Answer<std::string>> all_of(ServedFile file) {
    std::string bytes;
    bytes.reserve(file.size());
    while (bytes.size() < file.size()) {
        auto piece = co_await file.read(bytes.size(), kPiece);
        if (!piece) co_return refuse(piece.error());
        if (piece->empty()) co_return refuse(Error{Errc::store_damaged, "a result is shorter than it was"});
        bytes += *piece;
    }
    co_return bytes;
}

/// Nothing when it has more bytes.
asio::awaitable<Answer<std::optional<std::string>>> data_of(Site& site, store::AssetId id,
                                                            std::uint64_t most) {
    std::optional<std::string> anybody;  // who may see the job may see its files
    auto asset = co_await store::find_asset(site.store, id, anybody);
    if (!asset) co_return refuse(asset.error());
    ServeWish wish;
    wish.strip = site.config.media.metadata == Metadata::strip;
    const std::string type = asset->blob.content_type;
    if (static_cast<std::uint64_t>(asset->blob.size) > most) co_return std::optional<std::string>{};
    auto file = co_await ServedFile::open(site, std::move(*asset), std::move(wish));
    if (!file) co_return refuse(std::move(file).error());
    auto bytes = co_await all_of(std::move(*file));
    if (!bytes) co_return refuse(std::move(bytes).error());
    co_return std::optional<std::string>{"data:" + type + ";base64," + base64(*bytes)};
}

}  // namespace

asio::awaitable<Answer<>> add_inline_results(Site& site, json::Object& view) {
    json::Value* outputs = view.if_contains("outputs");
    if (!outputs || !json::array_of(*outputs)) co_return Answer<>{};
    std::uint64_t left = site.config.media.inline_bytes;
    std::int64_t left_out = 0;
    for (json::Value& output : outputs->as_array()) {
        store::AssetId id{json::text_or(output, "id")};
        auto data = co_await data_of(site, std::move(id), left);
        if (!data) co_return refuse(std::move(data).error());
        json::Object& entry = output.as_object();
        if (*data) {
            left -= std::min<std::uint64_t>(left, (*data)->size() / 4 * 3);
            entry["data"] = std::move(**data);
        } else {
            ++left_out;
            entry["data"] = nullptr;
        }
    }
    if (json::Value* facts = view.if_contains("divan")) facts->as_object()["inline_left_out"] = left_out;
    co_return Answer<>{};
}

}  // namespace divan::gateway
