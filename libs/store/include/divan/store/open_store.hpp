#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include <divan/store/store.hpp>

namespace divan::store {

/// The embedded store: one SQLite file (write-ahead log, every commit flushed), for one gateway. One thread
/// writes, and what is asked for while a commit is on its way shares the next one; another thread reads
/// beside it.
///
/// Makes the file and its folder when they are not there (readable by the owner alone), and brings an older
/// one to the newest version. `clock` is borrowed; without one, the system's. Opening blocks: it checks the
/// file.
///
/// Errors: `store_in_use` (another process has it; exit code 73), `store_damaged`, `schema_mismatch`,
/// `store_unavailable` for a file that cannot be opened.
Result<std::unique_ptr<Store>> open_sqlite_store(asio::any_io_executor executor,
                                                 const std::filesystem::path& file,
                                                 const Clock* clock = nullptr);

struct PostgresOptions {
    std::string url;       ///< "postgresql://user:password@host/database?sslmode=…" or "host=… dbname=…"
    int connections = 16;  ///< at most; opened when they are needed; at least 2
    /// Instead of the database's clock: for tests alone, since gateways must agree about the time.
    const Clock* clock = nullptr;

    PostgresOptions() = default;
    explicit PostgresOptions(std::string where) : url{std::move(where)} {}
};

/// A store that several gateways share. Statements end after five seconds, waits for locks after two; a
/// database that is away makes calls fail with `store_unavailable`, and is tried anew with the next one. What
/// one gateway writes is told to the others by NOTIFY, as a hint.
///
/// Opening blocks, and brings an older database to the newest version (one gateway at a time). Errors:
/// `store_unavailable`, `schema_mismatch`, `invalid_argument` (a wrong url, or `synchronous_commit` is off).
Result<std::unique_ptr<Store>> open_postgres_store(asio::any_io_executor executor, PostgresOptions options);

}  // namespace divan::store
