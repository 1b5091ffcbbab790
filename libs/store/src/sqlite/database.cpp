#include "sqlite/database.hpp"

#include <sqlite3.h>

namespace divan::sqlite {
namespace {

Error error_of(sqlite3* database, std::string_view sql) {
    const int code = sqlite3_extended_errcode(database);
    Error error{Errc::io_failed, std::string{"the database answered: "} + sqlite3_errmsg(database)};
    if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED)
        error.hint = "another process, or another part of this one, has the file open";
    if ((code & 0xFF) == SQLITE_FULL) error.hint = "the disk is full";
    if (const char* file = sqlite3_db_filename(database, "main")) error.context.emplace_back("file", file);
    error.context.emplace_back("sqlite", std::to_string(code));
    if (!sql.empty()) error.context.emplace_back("sql", sql.substr(0, 200));
    return error;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

// A bind fails only for a parameter that the statement does not have, which is a defect of ours.
Statement& Statement::bind(int parameter, std::int64_t value) {
    sqlite3_bind_int64(handle_.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, double value) {
    sqlite3_bind_double(handle_.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    // A view without data would be NULL and not an empty text.
    const char* data = text.data() ? text.data() : "";
    sqlite3_bind_text64(handle_.get(), parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind_null(int parameter) {
    sqlite3_bind_null(handle_.get(), parameter);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(handle_.get());
        return false;
    }
    Error error = error_of(sqlite3_db_handle(handle_.get()), sqlite3_sql(handle_.get()));
    sqlite3_reset(handle_.get());
    return fail(std::move(error));
}

Result<void> Statement::run() {
    auto stepped = step();
    if (!stepped) return fail(std::move(stepped).error());
    if (*stepped) reset();
    return {};
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_.get(), column); }
bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

Statement::Kind Statement::kind(int column) const {
    switch (sqlite3_column_type(handle_.get(), column)) {
        case SQLITE_NULL:
            return Kind::null;
        case SQLITE_INTEGER:
            return Kind::integer;
        case SQLITE_FLOAT:
            return Kind::real;
        default:
            return Kind::text;
    }
}

int Statement::columns() const { return sqlite3_column_count(handle_.get()); }

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    if (!data) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Result<Database> Database::open(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    Database database{handle};  // closes it in every case
    if (code == SQLITE_OK) return database;
    Error error{Errc::io_failed, std::string{"the database cannot be opened: "} + sqlite3_errstr(code)};
    return fail(std::move(error).with("file", file.string()));
}

Result<void> Database::execute(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return fail(error_of(handle_.get(), sql));
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) return fail(error_of(handle_.get(), sql));
    return Statement{handle};
}

Result<Statement*> Database::cached(const char* sql) {
    const auto known = cached_.find(sql);
    if (known != cached_.end()) return &known->second;
    auto prepared = prepare(sql);
    if (!prepared) return fail(std::move(prepared).error());
    return &cached_.emplace(sql, std::move(*prepared)).first->second;
}

Result<std::optional<std::int64_t>> Database::integer(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return fail(std::move(statement).error());
    auto row = statement->step();
    if (!row) return fail(std::move(row).error());
    if (!*row) return std::nullopt;
    return statement->integer(0);
}

Result<std::optional<std::string>> Database::text(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return fail(std::move(statement).error());
    auto row = statement->step();
    if (!row) return fail(std::move(row).error());
    if (!*row) return std::nullopt;
    return statement->text(0);
}

int Database::changes() const { return sqlite3_changes(handle_.get()); }

}  // namespace divan::sqlite
