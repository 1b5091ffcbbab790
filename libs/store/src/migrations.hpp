#pragma once

#include <span>
#include <string>
#include <vector>

#include "sql/connection.hpp"

namespace divan::store {

/// One step forward. Its statements may hold `{serial}`, `{int}`, `{strict}` and `{keyed}`, which stand for
/// what the two databases call a counted key, 64 bits, checked types and "no row beside the key". One that
/// begins with `sqlite:` or `postgres:` is for that one alone.
struct Migration {
    int version = 0;
    /// The oldest program that can work with the database afterwards, by the newest version it knows itself.
    int usable_from = 0;
    std::vector<std::string> statements;
};

/// All, in order. What has been released never changes: databases remember the checksums.
std::span<const Migration> migrations();
/// Empty when the statement is not for this database.
std::string dialect(const std::string& statement, bool postgres);
std::string checksum(const Migration& migration);

/// Inside a transaction that keeps others out: brings the database to the newest version. The program may be
/// killed after every statement (crash point CP20); then nothing of it has happened. Errors:
/// `schema_mismatch`.
Result<void> migrate(sql::Connection& connection, std::span<const Migration> steps, Timestamp now);
/// The newest version that was applied; 0 for an empty database.
Result<int> applied_version(sql::Connection& connection);

}  // namespace divan::store
