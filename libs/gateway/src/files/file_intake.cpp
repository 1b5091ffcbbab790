#include "files/file_intake.hpp"

#include <fstream>
#include <limits>

#include <fmt/format.h>

#include <divan/base/hash.hpp>
#include <divan/base/picture_size.hpp>
#include <divan/base/text.hpp>

#include "pictures/worked_picture.hpp"
#include "simple/off_the_loop.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 512 * 1024;  // handed to the asset store at once

Refusal quota_exceeded(std::int64_t limit) {
    return Refusal{429, "quota_exceeded",
                   fmt::format("your files would take more than {} bytes; delete some", limit)}
        .with("limit_bytes", limit)
        .after(std::chrono::seconds{60});
}

Refusal day_is_over(std::int64_t limit, std::chrono::milliseconds until_midnight) {
    return Refusal{429, "upload_quota_exceeded",
                   fmt::format("you may upload {} bytes a day; more from midnight (UTC) on", limit)}
        .with("limit_bytes", limit)
        .after(std::chrono::ceil<std::chrono::seconds>(until_midnight));
}

Refusal unsupported(const Error& error) {
    Refusal refusal{422, "unsupported_media", error.message};
    for (const auto& [key, value] : error.context) refusal.details[key] = value;
    if (!error.hint.empty()) refusal.details["hint"] = error.hint;
    return refusal;
}

Refusal not_as_announced(const Error& error) {
    if (error.code != Errc::conflict) return refusal_of(error);
    return Refusal{409, "hash_mismatch", "the bytes that came have another hash than 'expected_hash'"}
        .with("expected", json::Value("blake3:" + std::string{error.fact("expected")}))
        .with("hash", json::Value("blake3:" + std::string{error.fact("hash")}));
}

}  // namespace

Refusal too_large(std::uint64_t limit) {
    return Refusal{413, "payload_too_large", fmt::format("the file is larger than {} bytes", limit)}.with(
        "limit_bytes", limit);
}

asio::awaitable<Answer<>> FileIntake::open() {
    const std::int64_t limit = stored_limit_;
    auto stored = co_await store::bytes_of(site_.store, owner_);
    if (!stored) co_return refuse(stored.error());
    // Bytes that are there already could still be named once more: by their hash.
    if (*stored >= limit) co_return refuse(quota_exceeded(limit));
    auto in_time = co_await check_day(1);
    if (!in_time) co_return in_time;
    auto writer = co_await site_.assets.create();
    if (!writer) co_return refuse(writer.error());
    writer_ = std::move(*writer);
    co_return Answer<>{};
}

/// Before the bytes come: the commit of the asset has the last word.
asio::awaitable<Answer<>> FileIntake::check_day(std::uint64_t more) {
    if (day_limit_ == std::numeric_limits<std::int64_t>::max()) co_return Answer<>{};
    auto today = co_await store::uploaded_today(site_.store, owner_);
    if (!today) co_return refuse(today.error());
    if (today->bytes > day_limit_ || more > static_cast<std::uint64_t>(day_limit_ - today->bytes))
        co_return refuse(day_is_over(day_limit_, today->until_midnight));
    co_return Answer<>{};
}

void FileIntake::take(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > upload_limit_) return;  // `flush` says so
    media_.feed(bytes);
    pending_ += bytes;
}

asio::awaitable<Answer<>> FileIntake::flush() {
    if (size_ > upload_limit_) co_return refuse(too_large(upload_limit_));
    if (pending_.size() < kPiece) co_return Answer<>{};
    co_return co_await write();
}

asio::awaitable<Answer<>> FileIntake::write() {
    auto written = co_await writer_->write(std::exchange(pending_, {}));
    if (!written) co_return refuse(written.error());
    co_return Answer<>{};
}

asio::awaitable<Answer<store::Blob>> FileIntake::finish(std::optional<std::string> expected_hash) {
    if (!pending_.empty()) {
        auto written = co_await write();
        if (!written) co_return refuse(std::move(written).error());
    }
    auto type = media_.finish();
    if (!type) co_return refuse(unsupported(type.error()));
    auto blob = co_await writer_->finish(std::nullopt, std::move(expected_hash));
    if (!blob) co_return refuse(not_as_announced(blob.error()));
    co_return std::move(*blob);
}

asio::awaitable<Answer<store::AddedAsset>> FileIntake::add(FileWish wish, std::string hash) {
    store::NewAsset asset{owner_, std::move(hash), std::move(wish.path)};
    asset.tags = std::move(wish.tags);
    asset.keep_for = wish.keep_for;
    asset.bounds.stored_bytes = stored_limit_;
    if (day_limit_ != std::numeric_limits<std::int64_t>::max()) asset.bounds.day_bytes = day_limit_;
    if (wish.idempotency_key) {
        const std::string meaning = asset.hash + "\n" + asset.name + "\n" + join(asset.tags, " ");
        asset.idempotency = store::IdempotencyKey{wish.route, *wish.idempotency_key, blake3_hex(meaning)};
    }
    auto added = co_await store::add_asset(site_.store, asset);
    if (!added && added.error().fact("reason") == "idempotency_used" && wish.may_repeat) {
        asset.idempotency.reset();  // the same name over the same bytes is the same asset
        added = co_await store::add_asset(site_.store, asset);
    }
    if (added) co_return std::move(*added);
    auto refusal = co_await refusal_of_add(std::move(added).error(), wish.may_repeat);
    co_return refuse(std::move(refusal));
}

asio::awaitable<Refusal> FileIntake::refusal_of_add(Error error, bool may_repeat) {
    if (error.code == Errc::quota_exceeded && error.fact("bound") == "stored_bytes")
        co_return quota_exceeded(stored_limit_);
    if (error.code == Errc::quota_exceeded) {
        auto today = co_await store::uploaded_today(site_.store, owner_);
        if (!today) co_return refusal_of(today.error());
        co_return day_is_over(day_limit_, today->until_midnight);
    }
    const bool in_progress = error.fact("reason") == "idempotency_in_progress";
    if (error.code == Errc::conflict && !(in_progress && may_repeat))
        co_return Refusal{422, "idempotency_key_reuse", "the idempotency key was used before; use a new one"};
    co_return refusal_of(error);
}

asio::awaitable<Answer<>> FileIntake::take_file(std::filesystem::path file) {
    const auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    for (;;) {
        std::function<Result<std::string>()> read = [in]() -> Result<std::string> {
            std::string piece(kPiece, '\0');
            in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
            piece.resize(static_cast<std::size_t>(in->gcount()));
            if (in->bad()) return fail(Errc::io_failed, "a file on its way cannot be read");
            return piece;
        };
        auto piece = co_await off_the_loop<std::string>(std::move(read));
        if (!piece) co_return refuse(piece.error());
        if (piece->empty()) co_return Answer<>{};
        take(*piece);
        auto flushed = co_await flush();
        if (!flushed) co_return refuse(std::move(flushed).error());
    }
}

asio::awaitable<Answer<bool>> FileIntake::is_larger(store::Blob blob, int side) {
    const bool known = blob.content_type == "image/png" || blob.content_type == "image/jpeg" ||
                       blob.content_type == "image/webp";
    if (!known || media_.frames() > 1) co_return false;
    auto reader = co_await site_.assets.open(std::move(blob));
    if (!reader) co_return refuse(reader.error());
    auto head = co_await (*reader)->read(0, std::size_t{1} << 20);
    if (!head) co_return refuse(head.error());
    const auto size = read_picture_size(*head);
    co_return size.has_value() && std::max(size->width, size->height) > static_cast<std::uint32_t>(side);
}

/// The smaller one in its place; nothing when it is small enough. The one that came is nobody's then, and
/// goes with the next cleaning.
asio::awaitable<Answer<std::optional<KeptFile>>> FileIntake::scale(FileWish wish, store::Blob blob) {
    constexpr int kGoodQuality = 92;
    auto larger = co_await is_larger(blob, wish.max_side);
    if (!larger) co_return refuse(std::move(larger).error());
    if (!*larger) co_return std::optional<KeptFile>{};
    PictureRequest request;
    request.width = request.height = wish.max_side;
    request.quality = kGoodQuality;
    auto worked = co_await work_on(site_, std::move(blob), std::move(request));
    if (!worked) co_return refuse(std::move(worked).error());
    FileIntake smaller{*this, Beside{}};
    auto opened = co_await smaller.open();
    if (!opened) co_return refuse(std::move(opened).error());
    auto taken = co_await smaller.take_file(worked->file->path());
    if (!taken) co_return refuse(std::move(taken).error());
    wish.max_side = 0;
    wish.expected_hash.reset();
    auto kept = co_await smaller.keep(std::move(wish));
    if (!kept) co_return refuse(std::move(kept).error());
    kept->scaled = worked->report;
    co_return std::optional<KeptFile>{std::move(*kept)};
}

asio::awaitable<Answer<KeptFile>> FileIntake::keep(FileWish wish) {
    auto blob = co_await finish(wish.expected_hash);
    if (!blob) co_return refuse(std::move(blob).error());
    auto in_time = co_await check_day(size_);
    if (!in_time) co_return refuse(std::move(in_time).error());
    // Whether its owner had them: nobody else's bytes are told of.
    auto known = co_await store::has_blob(site_.store, owner_, blob->hash);
    if (!known) co_return refuse(known.error());
    auto kept = co_await store::keep(site_.store, *writer_, *blob);
    if (!kept) co_return refuse(kept.error());
    if (wish.max_side > 0) {
        FileWish same = wish;
        auto scaled = co_await scale(std::move(same), *blob);
        if (!scaled) co_return refuse(std::move(scaled).error());
        if (*scaled) co_return std::move(**scaled);
    }
    auto added = co_await add(std::move(wish), blob->hash);
    if (!added) co_return refuse(std::move(added).error());
    KeptFile file;
    file.asset = std::move(added->asset);
    file.new_bytes = !*known;
    file.new_record = added->created;
    co_return file;
}

}  // namespace divan::gateway
