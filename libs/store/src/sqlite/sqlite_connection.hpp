#pragma once

#include <divan/base/error.hpp>

#include "sql/connection.hpp"
#include "sqlite/database.hpp"

namespace divan::sqlite {

/// A borrowed database, as the statements of the job store see it.
class SqliteConnection final : public sql::Connection {
public:
    explicit SqliteConnection(Database& database) : database_{database} {}

    Result<std::int64_t> run(const char* statement, std::span<const sql::Value> values,
                             const RowSink& sink) override;
    Result<void> execute(const std::string& statement) override {
        return database_.execute(statement.c_str());
    }
    bool is_postgres() const override { return false; }

private:
    Database& database_;
};

/// SQLite's answer in the words of the store: `storage_full`, `store_damaged`, `store_unavailable`. A flush
/// that failed ends the process: what the kernel forgot cannot be written again, so only a restart sees the
/// truth.
Error in_store_words(Error error);
/// A rule of the schema refused the statement; the transaction can go on.
bool is_constraint(const Error& error);

}  // namespace divan::sqlite
