#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>
#include <divan/store/submit.hpp>

/// Records of files. An asset is an owner's name for a blob; blobs are known by the BLAKE3 of their bytes,
/// kept once however many assets name them, and removed when none does. asset_store.hpp keeps the bytes.
namespace divan::store {

struct Blob {
    std::string hash;  ///< 64 hexadecimal digits
    std::int64_t size = 0;
    std::string content_type;  ///< by its first bytes, whatever anybody said

    Blob() = default;
    bool operator==(const Blob&) const = default;
};

struct Asset {
    AssetId id;
    std::string owner;
    Blob blob;
    std::string name;  ///< a foreign path; never joined to one of ours
    std::vector<std::string> tags;
    Timestamp created_at{};
    std::optional<Timestamp> expires_at;
    std::optional<JobId> job;  ///< that made it

    Asset() = default;
    bool operator==(const Asset&) const = default;
};

/// How much an owner may store and upload. Nothing: no bound.
struct UploadBounds {
    std::optional<std::int64_t> stored_bytes;  ///< of all its files, equal bytes once
    std::optional<std::int64_t> day_bytes;     ///< uploaded since midnight (UTC), also what is gone again

    UploadBounds() = default;
};

struct NewAsset {
    std::string owner, hash, name;
    std::vector<std::string> tags;  ///< no white space in them
    std::optional<std::chrono::milliseconds> keep_for;
    /// Used up with the record, in the same commit; free again after 24 hours.
    std::optional<IdempotencyKey> idempotency;
    /// Held in the same commit, so that uploads which end together do not pass them.
    UploadBounds bounds;

    NewAsset() = default;
    NewAsset(std::string who, std::string blob, std::string path)
        : owner{std::move(who)}, hash{std::move(blob)}, name{std::move(path)} {}
};

struct AddedAsset {
    Asset asset;
    bool created =
        true;  ///< false: the owner had the same asset already, and it lives on as long as asked for
};

/// The row of a blob whose bytes are about to be put in place; no cleaning takes it for an hour. True when it
/// is new. `conflict` when the same hash is known with another size.
asio::awaitable<Result<bool>> note_blob(Store& store, Blob blob);

/// A record over a blob that is in place (`keep` of asset_store.hpp). Errors: `not_found` without the blob;
/// `conflict` for an idempotency key that was used, with the fact `reason`: `idempotency_mismatch` (for
/// another request), `idempotency_used` (for the same), or `idempotency_in_progress`; `quota_exceeded` with
/// the fact `bound`: `stored_bytes` or `day_bytes`.
asio::awaitable<Result<AddedAsset>> add_asset(Store& store, NewAsset asset);
/// The same over bytes that the owner has already: the hash alone gives nobody a file. Errors: `not_found`.
asio::awaitable<Result<AddedAsset>> add_asset_from_hash(Store& store, NewAsset asset);
/// The owner has an asset with these bytes.
asio::awaitable<Result<bool>> has_blob(Store& store, std::string owner, std::string hash);

/// Errors: `not_found`, also for another owner's and for one that has expired.
asio::awaitable<Result<Asset>> find_asset(Store& store, AssetId asset, std::optional<std::string> owner);
/// Errors: `not_found`; `asset_in_use` while a job that has not ended takes it in.
asio::awaitable<Result<void>> remove_asset(Store& store, AssetId asset, std::optional<std::string> owner);
/// What a job takes in, also when it has expired meanwhile: it stays until the job has ended.
asio::awaitable<Result<std::vector<Asset>>> inputs_of(Store& store, JobId job);
/// What the owner has uploaded since midnight (UTC), and when the next one is.
struct UploadedToday {
    std::int64_t bytes = 0;
    std::chrono::milliseconds until_midnight{};
};
asio::awaitable<Result<UploadedToday>> uploaded_today(Store& store, std::string owner);
/// Bytes that the owner's assets hold; equal bytes count once.
asio::awaitable<Result<std::int64_t>> bytes_of(Store& store, std::string owner);

}  // namespace divan::store
