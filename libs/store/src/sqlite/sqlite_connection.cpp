#include "sqlite/sqlite_connection.hpp"

#include <sqlite3.h>

#include <charconv>
#include <cstdlib>
#include <iostream>

#include "sql/valid_text.hpp"

namespace divan::sqlite {
namespace {

void bind(Statement& statement, int parameter, const sql::Value& value) {
    if (value.is_null())
        statement.bind_null(parameter);
    else if (value.type() == sql::Value::Type::integer)
        statement.bind(parameter, value.integer());
    else if (value.type() == sql::Value::Type::real)
        statement.bind(parameter, value.real());
    else
        statement.bind(parameter, value.text());
}

sql::Row read_row(const Statement& statement) {
    std::vector<sql::Row::Cell> cells;
    cells.reserve(static_cast<std::size_t>(statement.columns()));
    for (int column = 0; column < statement.columns(); ++column) switch (statement.kind(column)) {
            case Statement::Kind::null:
                cells.emplace_back(std::monostate{});
                break;
            case Statement::Kind::integer:
                cells.emplace_back(statement.integer(column));
                break;
            case Statement::Kind::real:
                cells.emplace_back(statement.real(column));
                break;
            case Statement::Kind::text:
                cells.emplace_back(statement.text(column));
                break;
        }
    return sql::Row{std::move(cells)};
}

int code_of(const Error& error) {
    const auto text = error.fact("sqlite");
    int code = 0;
    std::from_chars(text.data(), text.data() + text.size(), code);
    return code;
}

}  // namespace

Result<std::int64_t> SqliteConnection::run(const char* sql, std::span<const sql::Value> values,
                                           const RowSink& sink) {
    if (auto sound = sql::check_texts(values); !sound) return fail(std::move(sound).error());
    auto statement = database_.cached(sql);
    if (!statement) return fail(std::move(statement).error());
    for (std::size_t i = 0; i < values.size(); ++i) bind(**statement, static_cast<int>(i) + 1, values[i]);
    for (;;) {
        auto more = (*statement)->step();
        if (!more) return fail(std::move(more).error());
        if (!*more) return database_.changes();
        if (auto taken = sink(read_row(**statement)); !taken) {
            (*statement)->reset();
            return fail(std::move(taken).error());
        }
    }
}

bool is_constraint(const Error& error) { return (code_of(error) & 0xFF) == SQLITE_CONSTRAINT; }

Error in_store_words(Error error) {
    if (error.code != Errc::io_failed) return error;
    const int code = code_of(error);
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        std::cerr
            << "divan: the disk lost a flush of the job store; ending, to start again from what is there\n";
        std::abort();
    }
    switch (code & 0xFF) {
        case SQLITE_FULL:
            error.code = Errc::storage_full;
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            error.code = Errc::store_damaged;
            break;
        case SQLITE_CONSTRAINT:
            error.code = Errc::conflict;
            break;
        default:
            error.code = Errc::store_unavailable;
    }
    return error;
}

}  // namespace divan::sqlite
