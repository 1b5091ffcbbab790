#include "files/served_file.hpp"

#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestComment = 2'048;
constexpr std::size_t kWindow = 64 * 1024;  // read at once while looking for containers

/// Text that says nothing beside itself, and bytes that nobody knows.
bool can_hide_nothing(std::string_view type) {
    return type == "text/plain" || type == "application/json" || type == "audio/wav";
}

Refusal cannot_strip(const std::string& type) {
    return Refusal{422, "unsupported_media", "metadata cannot be left out of files of this type"}
        .with("content_type", json::Value(type))
        .with("hint", "png, webp, jpeg and mp4 can do without; ask with metadata=keep");
}

bool is_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return text.find('\0') == text.npos;
}

}  // namespace

Answer<ServeWish> serve_wish(const Site& site, const Call& call) {
    ServeWish wish;
    const bool always = site.config.media.metadata == Metadata::strip;
    const auto asked = call.query("metadata");
    if (asked && *asked != "keep" && *asked != "strip")
        return refuse(400, "invalid_request", "'metadata' must be keep or strip");
    if (asked && *asked == "keep" && always)
        return refuse(403, "forbidden", "this service gives files without their metadata only");
    wish.asked = asked && *asked == "strip";
    wish.strip = always || wish.asked;
    wish.comment = call.query("comment").value_or("");
    if (wish.comment.size() > kLongestComment || !is_text(wish.comment))
        return refuse(400, "invalid_request", "'comment' must be UTF-8 text of at most 2,048 bytes");
    if (!wish.comment.empty() && !wish.strip)
        return refuse(400, "invalid_request", "'comment' goes with metadata=strip");
    return wish;
}

std::string etag_of(const store::Asset& asset, const ServeWish& wish) {
    std::string version = asset.blob.hash;
    if (wish.strip && (can_strip(asset.blob.content_type) || wish.asked)) version += "-plain";
    if (!wish.comment.empty()) version += "-" + blake3_hex(wish.comment).substr(0, 16);
    return "\"" + version + "\"";
}

asio::awaitable<Answer<ServedFile>> ServedFile::open(Site& site, store::Asset asset, ServeWish wish) {
    const std::string type = asset.blob.content_type;
    const bool strips = wish.strip && can_strip(type);
    if (wish.asked && !strips && !can_hide_nothing(type)) co_return refuse(cannot_strip(type));
    if (!wish.comment.empty() && type != "image/png")
        co_return refuse(422, "unsupported_media", "a comment can be put into a PNG alone");
    auto reader = co_await site.assets.open(asset.blob);
    if (!reader) co_return refuse(reader.error());
    ServedFile file{std::move(*reader)};
    if (strips) {
        auto done = co_await file.strip(type, std::move(wish.comment));
        if (!done) co_return refuse(std::move(done).error());
    }
    co_return file;
}

asio::awaitable<Answer<>> ServedFile::strip(std::string content_type, std::string comment) {
    MetadataPlan plan{content_type, size_, std::move(comment)};
    std::string window;
    std::uint64_t window_at = 0;
    while (const auto wanted = plan.wanted()) {
        const bool inside =
            wanted->offset >= window_at && wanted->offset + wanted->bytes <= window_at + window.size();
        if (!inside && wanted->bytes > 0) {
            window_at = wanted->offset;
            auto read = co_await reader_->read(static_cast<std::int64_t>(window_at), kWindow);
            if (!read) co_return refuse(read.error());
            window = std::move(*read);
        }
        const std::string_view seen =
            wanted->bytes == 0 ? std::string_view{}
                               : std::string_view{window}.substr(wanted->offset - window_at, wanted->bytes);
        if (auto taken = plan.take(seen); !taken) {
            Refusal refusal{422, "unsupported_media", taken.error().message};
            refusal.details["reason"] = "damaged";
            co_return refuse(std::move(refusal));
        }
    }
    pieces_ = std::move(plan).pieces();
    size_ = 0;
    for (const FilePiece& piece : pieces_) {
        starts_.push_back(size_);
        size_ += piece.size;
    }
    co_return Answer<>{};
}

asio::awaitable<Result<std::string>> ServedFile::read(std::uint64_t from, std::size_t most) {
    if (pieces_.empty()) co_return co_await reader_->read(static_cast<std::int64_t>(from), most);
    if (from >= size_) co_return std::string{};
    const auto next = std::ranges::upper_bound(starts_, from);
    const auto place = static_cast<std::size_t>(next - starts_.begin()) - 1;
    const FilePiece& piece = pieces_[place];
    const std::uint64_t inside = from - starts_[place];
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(most, piece.size - inside));
    if (piece.kind == FilePiece::Kind::text) co_return piece.text.substr(inside, count);
    if (piece.kind == FilePiece::Kind::zeros) co_return std::string(count, '\0');
    co_return co_await reader_->read(static_cast<std::int64_t>(piece.offset + inside), count);
}

}  // namespace divan::gateway
