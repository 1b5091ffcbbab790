#pragma once

#include <memory>
#include <optional>
#include <string>

#include <divan/store/asset_store.hpp>

#include "files/media_check.hpp"
#include "pictures/picture_workers.hpp"
#include "site.hpp"

namespace divan::gateway {

/// How a caller wants a file to be kept.
struct FileWish {
    std::string path;               ///< cleaned (`clean_path`)
    std::vector<std::string> tags;  ///< without white space
    std::optional<std::chrono::milliseconds> keep_for;
    std::optional<std::string> expected_hash;    ///< BLAKE3, 64 hexadecimal digits
    std::optional<std::string> idempotency_key;  ///< belongs to `route`
    std::string route;
    int max_side = 0;         ///< larger pictures (PNG, JPEG, WebP; no animations) are scaled down; 0: none
    bool may_repeat = false;  ///< the same file under the same key again is no mistake

    FileWish() = default;
};

struct KeptFile {
    store::Asset asset;
    bool new_bytes = true;                ///< the owner did not have them
    bool new_record = true;               ///< nor an asset of that name over them
    std::optional<PictureReport> scaled;  ///< what was done to it

    KeptFile() = default;
};

/// One file of a caller on its way into the asset store, piece by piece through a buffer of fixed size. One
/// that is dropped before `keep` leaves nothing.
class FileIntake {
public:
    FileIntake(Site& site, const Caller& caller)
        : site_{site},
          owner_{caller.owner},
          stored_limit_{caller.limits.stored_bytes},
          day_limit_{caller.limits.upload_bytes_per_day},
          upload_limit_{caller.limits.upload_bytes} {}
    FileIntake(const FileIntake&) = delete;
    FileIntake& operator=(const FileIntake&) = delete;

    /// Opens a place for it. Refusals: 429 `quota_exceeded` when the owner's files fill its quota already,
    /// `upload_quota_exceeded` when it has uploaded all that it may today.
    asio::awaitable<Answer<>> open();
    /// More of it. Call `flush` before the next piece of input is read.
    void take(std::string_view bytes);
    /// Hands on what has come, when it is enough. Refusals: 413 `payload_too_large`, 503 `storage_full`.
    asio::awaitable<Answer<>> flush();
    /// All of a file of ours, through `take` and `flush`.
    asio::awaitable<Answer<>> take_file(std::filesystem::path file);
    /// The end of it: checked, in its place, and the owner's. Refusals: 409 `hash_mismatch`; 422
    /// `unsupported_media`, `idempotency_key_reuse`; 429 `quota_exceeded`, `upload_quota_exceeded`. Uploads
    /// that end together do not pass a quota together.
    asio::awaitable<Answer<KeptFile>> keep(FileWish wish);

    std::uint64_t size() const { return size_; }

private:
    /// Another one, for the same owner.
    struct Beside {};
    FileIntake(const FileIntake& other, Beside)
        : site_{other.site_},
          owner_{other.owner_},
          stored_limit_{other.stored_limit_},
          day_limit_{other.day_limit_},
          upload_limit_{other.upload_limit_} {}
    asio::awaitable<Answer<>> write();
    asio::awaitable<Answer<store::Blob>> finish(std::optional<std::string> expected_hash);
    asio::awaitable<Answer<std::optional<KeptFile>>> scale(FileWish wish, store::Blob blob);
    asio::awaitable<Answer<bool>> is_larger(store::Blob blob, int side);
    asio::awaitable<Answer<>> check_day(std::uint64_t more);
    asio::awaitable<Refusal> refusal_of_add(Error error, bool may_repeat);
    asio::awaitable<Answer<store::AddedAsset>> add(FileWish wish, std::string hash);

    Site& site_;
    std::string owner_;
    std::int64_t stored_limit_;
    std::int64_t day_limit_;
    std::uint64_t upload_limit_;
    std::unique_ptr<store::AssetWriter> writer_;
    MediaCheck media_;
    std::string pending_;
    std::uint64_t size_ = 0;
};

Refusal too_large(std::uint64_t limit);

}  // namespace divan::gateway
