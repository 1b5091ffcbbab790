#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <divan/store/asset_store.hpp>
#include <divan/store/store.hpp>

/// For operators. A backup is a folder: `store.ndjson`, every row of one moment, the same for both databases,
/// and `assets/`, the files by their hash. So a backup of SQLite can be restored into PostgreSQL, and the
/// other way.
namespace divan::store {

struct BackupReport {
    std::int64_t rows = 0, files = 0, bytes = 0;
    std::int64_t missing_files = 0;  ///< removed, or damaged, while or before they were copied
};

/// While gateways go on working. Into a folder that exists already: files that it has are not copied again.
/// The rows are replaced as a whole at the end. `assets` may be nullptr: rows alone. Errors: `io_failed`,
/// `storage_full`.
asio::awaitable<Result<BackupReport>> back_up(Store& store, AssetStore* assets, std::filesystem::path folder);

/// Into a store without jobs, assets, keys and audit log, all or nothing. Jobs that were under way are taken
/// over by the first gateway that starts, as after a crash. Errors: `conflict` (the store is not empty),
/// `store_damaged` (the backup is cut off or changed), `schema_mismatch` (made by a newer version),
/// `io_failed`.
asio::awaitable<Result<BackupReport>> restore(Store& store, AssetStore* assets, std::filesystem::path folder);

/// Something that must not be.
struct Problem {
    std::string what;   ///< the rule, e.g. "a job under way has no attempt"
    std::string where;  ///< the job, asset, … that breaks it
};
/// Looks for contradictions while gateways go on working; at most a hundred of each kind. With `assets`, each
/// file is there and has its size and, where this process has not seen it yet, its bytes.
asio::awaitable<Result<std::vector<Problem>>> check(Store& store, AssetStore* assets);

}  // namespace divan::store
