#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <divan/store/assets.hpp>

namespace divan::store {

/// A file that comes in piece by piece. It lies in a place of its own, unseen, until it is kept; one that is
/// dropped before leaves nothing. Threads: the executor's; one call at a time.
class AssetWriter {
public:
    virtual ~AssetWriter() = default;
    /// Errors: `storage_full`, `io_failed`.
    virtual asio::awaitable<Result<void>> write(std::string bytes) = 0;
    /// The end: what came is what was meant. Errors: `conflict`, with the fact `expected`, for another size
    /// or hash.
    virtual asio::awaitable<Result<Blob>> finish(std::optional<std::int64_t> expected_size = {},
                                                 std::optional<std::string> expected_hash = {}) = 0;
    /// Flushes it, and puts it in its place. After `finish`, once.
    virtual asio::awaitable<Result<void>> put_in_place() = 0;
};

/// A file of the store, open: it stays readable when it is removed meanwhile. Threads: the executor's.
class AssetReader {
public:
    virtual ~AssetReader() = default;
    virtual std::int64_t size() const = 0;
    /// At most so many bytes from there on; fewer at the end alone. Errors: `store_damaged` when the file is
    /// shorter.
    virtual asio::awaitable<Result<std::string>> read(std::int64_t offset, std::size_t most) = 0;
};

/// Bytes by their hash. A file is in its place whole or not at all: it is staged, verified, flushed, renamed,
/// and the folder flushed. A flush that fails ends the process: what the kernel forgot cannot be written
/// again.
class AssetStore {
public:
    virtual ~AssetStore() = default;
    /// Errors: `storage_full` when less than the floor would stay free.
    virtual asio::awaitable<Result<std::unique_ptr<AssetWriter>>> create() = 0;
    /// Errors: `not_found`; `store_damaged` for another size than expected, and, the first time that a
    /// process opens it, for other bytes.
    virtual asio::awaitable<Result<std::unique_ptr<AssetReader>>> open(Blob blob) = 0;
    /// Blocks; for the cleaning alone, inside its transaction. A file that is not there is no error.
    virtual Result<void> remove_now(const std::string& hash) = 0;
    /// Blocks. The same blob elsewhere, as one file: for backups. Errors: as `open`.
    virtual Result<void> copy_now(const Blob& blob, const std::filesystem::path& target) = 0;
    /// Removes what was staged by processes that are gone. Says how many. At the start, and every hour.
    virtual asio::awaitable<Result<int>> sweep_staged(
        std::chrono::milliseconds older_than = std::chrono::hours{1}) = 0;
};

struct DiskAssetOptions {
    std::filesystem::path folder;  ///< made when it is not there; readable by the owner alone
    std::uint64_t floor_bytes = std::uint64_t{2} << 30;  ///< no new file when less is free …
    double floor_share = 0.05;                           ///< … or less than this share of the disk

    DiskAssetOptions() = default;
    explicit DiskAssetOptions(std::filesystem::path where) : folder{std::move(where)} {}
};
/// Several gateways may share the folder, where renames are atomic in it. Errors: `store_unavailable` for a
/// folder that cannot be made or written.
Result<std::unique_ptr<AssetStore>> open_disk_assets(DiskAssetOptions options);

/// From a writer that has finished to a file in its place, with its row written first. The bytes are to be
/// used within the hour: by `add_asset`, or as an output of `succeed`.
asio::awaitable<Result<void>> keep(Store& store, AssetWriter& writer, Blob blob);

struct Cleaned {
    int blobs = 0;
    std::int64_t bytes = 0;
};
/// Removes blobs that no asset has named for an hour, with their files; at most so many.
asio::awaitable<Result<Cleaned>> clean_blobs(Store& store, AssetStore& assets, int most = 1'000);

/// What the first bytes (64 suffice) say: one of the types that a browser may be shown, else
/// "application/octet-stream". Text and JSON only when all of `beginning` is; SVG and HTML are octets.
std::string sniff_content_type(std::string_view beginning);

}  // namespace divan::store
