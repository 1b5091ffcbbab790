#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

struct sqlite3;
struct sqlite3_stmt;

/// A thin skin over SQLite's C interface: it closes what it opened and turns codes into errors (`io_failed`,
/// with the facts `file`, `sqlite` and, where there is one, `sql`). Threads: a database and its statements
/// belong to one.
namespace divan::sqlite {

class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* handle) : handle_{handle} {}

    // Parameters count from 1. Texts are copied.
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, int value) { return bind(parameter, std::int64_t{value}); }
    Statement& bind(int parameter, double value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, const std::string& text) {
        return bind(parameter, std::string_view{text});
    }
    Statement& bind_null(int parameter);

    /// True with a row, false at the end; it is then ready to be bound anew.
    Result<bool> step();
    /// For statements without rows.
    Result<void> run();
    void reset();  ///< after a row that is not the last

    // Columns count from 0.
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    bool is_null(int column) const;
    enum class Kind { null, integer, real, text };
    Kind kind(int column) const;
    int columns() const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

class Database {
public:
    /// Makes the file when it is not there.
    static Result<Database> open(const std::filesystem::path& file);

    /// One or several statements without parameters and rows.
    Result<void> execute(const char* sql);
    Result<Statement> prepare(std::string_view sql);
    /// Prepared once and kept. `sql` is a literal: its address is its name. Borrowed until the database ends.
    Result<Statement*> cached(const char* sql);
    /// The first column of the first row; nothing without rows.
    Result<std::optional<std::int64_t>> integer(std::string_view sql);
    Result<std::optional<std::string>> text(std::string_view sql);
    int changes() const;  ///< rows that the last statement changed

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Database(sqlite3* handle) : handle_{handle} {}
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<const char*, Statement> cached_;
};

/// Runs a literal statement without rows: `run(database, "DELETE FROM job WHERE id = ?1", id)`.
template <class... Values>
Result<void> run(Database& database, const char* sql, const Values&... values) {
    auto statement = database.cached(sql);
    if (!statement) return fail(std::move(statement).error());
    int parameter = 0;
    ((*statement)->bind(++parameter, values), ...);
    return (*statement)->run();
}

/// Calls `row` with the statement at each of its rows.
template <class Row, class... Values>
Result<void> each_row(Database& database, const char* sql, Row row, const Values&... values) {
    auto statement = database.cached(sql);
    if (!statement) return fail(std::move(statement).error());
    int parameter = 0;
    ((*statement)->bind(++parameter, values), ...);
    for (;;) {
        auto more = (*statement)->step();
        if (!more) return fail(std::move(more).error());
        if (!*more) return {};
        row(static_cast<const Statement&>(**statement));
    }
}

}  // namespace divan::sqlite
