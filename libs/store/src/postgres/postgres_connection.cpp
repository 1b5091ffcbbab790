#include "postgres/postgres_connection.hpp"

#include <libpq-fe.h>

#include <cctype>
#include <charconv>

#include "postgres/wire.hpp"
#include "sql/valid_text.hpp"

namespace divan::postgres {
namespace {

Errc code_for(std::string_view state) {
    if (state.starts_with("23")) return Errc::conflict;
    if (state == "53100") return Errc::storage_full;
    if (state.starts_with("XX")) return Errc::store_damaged;
    if (state == "22021" || state == "22P05") return Errc::invalid_argument;
    return Errc::store_unavailable;
}

// A client that hangs must not hold locks for ever, nor one statement a caller. Every statement of ours has
// an index that gives its rows in order; but plans are made and kept while the tables are small, or before
// their statistics are, and then a scan or a sort looks cheap that is not. Compiling a plan (jit) takes
// longer than any of them runs.
constexpr const char* kSession =
    "SET statement_timeout = '5s'; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '10s'; "
    "SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET default_transaction_isolation = 'read "
    "committed'; "
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off";

std::string trimmed(const char* message) {
    std::string text = message ? message : "";
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
    return text;
}

/// A bare name is a database on this machine; everything else must be what libpq understands.
Result<void> check_url(const std::string& url) {
    if (url.find('=') == std::string::npos && url.find("://") == std::string::npos) return {};
    char* message = nullptr;
    PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &message);
    if (parsed) {
        PQconninfoFree(parsed);
        return {};
    }
    Error error{Errc::invalid_argument, "this is no address of a PostgreSQL database: " + trimmed(message),
                "write it as postgresql://user@host/database"};
    PQfreemem(message);
    return fail(std::move(error));
}

}  // namespace

void ClearResult::operator()(pg_result* result) const { PQclear(result); }
void PostgresConnection::Finish::operator()(pg_conn* handle) const { PQfinish(handle); }

PostgresConnection::PostgresConnection(pg_conn* handle) : handle_{handle} {}
PostgresConnection::~PostgresConnection() = default;

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& url) {
    if (auto sound = check_url(url); !sound) return fail(std::move(sound).error());
    const char* const keys[] = {"dbname",
                                "connect_timeout",
                                "tcp_user_timeout",
                                "keepalives_idle",
                                "client_encoding",
                                "application_name",
                                nullptr};
    const char* const values[] = {url.c_str(), "3", "10000", "10", "UTF8", "divan", nullptr};
    std::unique_ptr<PostgresConnection> connection{
        new PostgresConnection{PQconnectdbParams(keys, values, 1)}};
    pg_conn* handle = connection->handle_.get();
    if (PQstatus(handle) == CONNECTION_OK) {
        auto set = connection->execute(kSession);
        if (!set) return fail(std::move(set).error());
        return connection;
    }
    return fail(
        Error{Errc::store_unavailable, "PostgreSQL cannot be reached: " + trimmed(PQerrorMessage(handle))}
            .with("connection", "lost"));
}

bool PostgresConnection::is_lost() const { return PQstatus(handle_.get()) != CONNECTION_OK; }
int PostgresConnection::socket() const { return PQsocket(handle_.get()); }

Error PostgresConnection::error_of(const pg_result* result, std::string_view statement) const {
    const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view code = state ? state : "";
    const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    Error error{code_for(code),
                "PostgreSQL answered: " + trimmed(primary ? primary : PQerrorMessage(handle_.get()))};
    if (!code.empty()) error.context.emplace_back("sqlstate", code);
    // 40001 serialization failure, 40P01 deadlock; 57P0x the server shuts down.
    if (code == "40001" || code == "40P01") error.context.emplace_back("again", "yes");
    if (code == "55P03") error.context.emplace_back("lock", "timeout");
    if (is_lost() || code.starts_with("57P") || code.starts_with("08"))
        error.context.emplace_back("connection", "lost");
    if (!statement.empty()) error.context.emplace_back("sql", std::string{statement.substr(0, 200)});
    return error;
}

Result<void> PostgresConnection::execute(const std::string& statement) {
    const Answer answer{PQexec(handle_.get(), statement.c_str())};
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
    return fail(error_of(answer.get(), statement));
}

Result<void> PostgresConnection::commit() {
    const Answer answer{PQexec(handle_.get(), "COMMIT")};
    // The answer to COMMIT of a transaction that failed is "ROLLBACK", and no error.
    if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) {
        if (std::string_view{PQcmdStatus(answer.get())} == "COMMIT") return {};
        return fail(Errc::store_unavailable, "the transaction had failed before it was committed");
    }
    Error error = error_of(answer.get(), "COMMIT");
    if (error.fact("connection") == "lost") {
        error.code = Errc::commit_unknown;
        error.hint = "read what is there, then go on from that";
    }
    return fail(std::move(error));
}

Result<std::string> PostgresConnection::text(const std::string& statements) {
    const Answer answer{PQexec(handle_.get(), statements.c_str())};
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK || PQntuples(answer.get()) < 1)
        return fail(error_of(answer.get(), statements));
    return std::string{PQgetvalue(answer.get(), 0, 0)};
}

Result<const std::string*> PostgresConnection::prepared(const char* statement,
                                                        std::span<const sql::Value> values) {
    if (const auto known = prepared_.find(statement); known != prepared_.end()) return &known->second;
    std::vector<Oid> types;
    for (const sql::Value& value : values) types.push_back(type_of(value));
    const std::string name = "s" + std::to_string(prepared_.size() + 1);
    const std::string sql = for_postgres(statement);
    const Answer answer{
        PQprepare(handle_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data())};
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return fail(error_of(answer.get(), sql));
    return &prepared_.emplace(statement, name).first->second;
}

Result<std::int64_t> PostgresConnection::run(const char* statement, std::span<const sql::Value> values,
                                             const RowSink& sink) {
    if (auto sound = sql::check_texts(values); !sound) return fail(std::move(sound).error());
    auto name = prepared(statement, values);
    if (!name) return fail(std::move(name).error());
    std::vector<std::optional<std::string>> texts;
    std::vector<const char*> pointers;
    for (const sql::Value& value : values) texts.push_back(parameter(value));
    for (const auto& text : texts) pointers.push_back(text ? text->c_str() : nullptr);
    if (!PQsendQueryPrepared(handle_.get(), (*name)->c_str(), static_cast<int>(pointers.size()),
                             pointers.data(), nullptr, nullptr, 0))
        return fail(error_of(nullptr, statement));
    PQsetSingleRowMode(handle_.get());  // long answers are never held whole
    return read_rows(sink);
}

/// Reads to the end in any case: the connection is of no use before.
Result<std::int64_t> PostgresConnection::read_rows(const RowSink& sink) {
    std::optional<Error> failure;
    std::int64_t changed = 0;
    while (const Answer answer{PQgetResult(handle_.get())}) {
        const auto status = PQresultStatus(answer.get());
        if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK) {
            for (int row = 0; row < PQntuples(answer.get()) && !failure; ++row) {
                std::vector<sql::Row::Cell> cells;
                for (int column = 0; column < PQnfields(answer.get()); ++column)
                    cells.push_back(cell(answer.get(), row, column));
                if (auto taken = sink(sql::Row{std::move(cells)}); !taken) failure = std::move(taken).error();
            }
        } else if (status != PGRES_COMMAND_OK && !failure) {
            failure = error_of(answer.get(), {});
        }
        const std::string_view count = PQcmdTuples(answer.get());
        std::from_chars(count.data(), count.data() + count.size(), changed);
    }
    if (failure) return fail(std::move(*failure));
    return changed;
}

Result<std::vector<std::string>> PostgresConnection::notifications() {
    if (!PQconsumeInput(handle_.get())) return fail(error_of(nullptr, {}));
    std::vector<std::string> payloads;
    while (PGnotify* notify = PQnotifies(handle_.get())) {
        payloads.emplace_back(notify->extra);
        PQfreemem(notify);
    }
    return payloads;
}

}  // namespace divan::postgres
