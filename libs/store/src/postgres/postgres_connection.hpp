#pragma once

#include <map>
#include <memory>
#include <optional>

#include <divan/base/error.hpp>

#include "sql/connection.hpp"

struct pg_conn;
struct pg_result;

namespace divan::postgres {

struct ClearResult {
    void operator()(pg_result* result) const;
};
using Answer = std::unique_ptr<pg_result, ClearResult>;

/// One blocking connection. Threads: one.
///
/// Errors: `store_unavailable` with the fact `connection`=`lost` when the server went away (nothing that was
/// not committed has happened); with `again`=`yes` for a deadlock or a serialization failure (the transaction
/// may be done again); with `lock`=`timeout` for a lock that was not had in time; `storage_full`,
/// `store_damaged`, `conflict` (a rule of the schema refused it).
class PostgresConnection final : public sql::Connection {
public:
    /// `url`: as libpq takes it. Errors: `store_unavailable`, `invalid_argument`.
    static Result<std::unique_ptr<PostgresConnection>> open(const std::string& url);
    ~PostgresConnection() override;

    Result<std::int64_t> run(const char* statement, std::span<const sql::Value> values,
                             const RowSink& sink) override;
    /// Several statements too; rows are dropped.
    Result<void> execute(const std::string& statement) override;
    bool is_postgres() const override { return true; }

    /// Errors: also `commit_unknown`, when the connection was lost before the answer.
    Result<void> commit();
    /// The first column of the first row of the last statement.
    Result<std::string> text(const std::string& statements);
    bool is_lost() const;
    int socket() const;
    /// Payloads of notifications that have come; does not wait.
    Result<std::vector<std::string>> notifications();

private:
    explicit PostgresConnection(pg_conn* handle);
    Result<const std::string*> prepared(const char* statement, std::span<const sql::Value> values);
    Result<std::int64_t> read_rows(const RowSink& sink);
    Error error_of(const pg_result* result, std::string_view statement) const;

    struct Finish {
        void operator()(pg_conn* handle) const;
    };
    std::unique_ptr<pg_conn, Finish> handle_;
    std::map<const char*, std::string> prepared_;  ///< their names on the server
};

}  // namespace divan::postgres
