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

struct NewAsset {
    std::string owner, hash, name;
    std::vector<std::string> tags;  ///< no white space in them
    std::optional<std::chrono::milliseconds> keep_for;
    /// Used up with the record, in the same commit; free again after 24 hours.
    std::optional<IdempotencyKey> idempotency;

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
/// another request), `idempotency_used` (for the same), or `idempotency_in_progress`.
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
/// Bytes that the owner's assets hold; equal bytes count once.
asio::awaitable<Result<std::int64_t>> bytes_of(Store& store, std::string owner);

}  // namespace divan::store
