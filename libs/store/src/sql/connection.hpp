#pragma once

#include <functional>
#include <span>

#include <divan/base/error.hpp>

#include "sql/value.hpp"

namespace divan::sql {

/// One conversation with a database. Statements are written once for both: parameters are `?1`, `?2` …, and
/// what only PostgreSQL needs stands in a comment that begins with `pg:`, as in `SELECT … /*pg:FOR UPDATE*/`.
/// Threads: one.
class Connection {
public:
    virtual ~Connection() = default;

    using RowSink = std::function<Result<void>(const Row&)>;
    /// Gives each row to `sink`, and returns how many rows were changed. `statement` is a literal: it is
    /// prepared once, and its address is its name.
    virtual Result<std::int64_t> run(const char* statement, std::span<const Value> values,
                                     const RowSink& sink) = 0;
    /// One statement without parameters, not kept.
    virtual Result<void> execute(const std::string& statement) = 0;
    virtual bool is_postgres() const = 0;
};

/// How many rows were changed.
template <class... Values>
Result<std::int64_t> change(Connection& connection, const char* statement, const Values&... values) {
    const std::array<Value, sizeof...(Values)> parameters{Value{values}...};
    return connection.run(statement, parameters, [](const Row&) { return Result<void>{}; });
}

/// `take` gets each row; it returns nothing.
template <class Take, class... Values>
Result<void> each(Connection& connection, const char* statement, Take take, const Values&... values) {
    const std::array<Value, sizeof...(Values)> parameters{Value{values}...};
    auto done = connection.run(statement, parameters, [&](const Row& row) {
        take(row);
        return Result<void>{};
    });
    if (!done) return fail(std::move(done).error());
    return {};
}

/// The first row, when there is one.
template <class... Values>
Result<std::optional<Row>> first(Connection& connection, const char* statement, const Values&... values) {
    std::optional<Row> found;
    auto done = each(
        connection, statement,
        [&](const Row& row) {
            if (!found) found = row;
        },
        values...);
    if (!done) return fail(std::move(done).error());
    return found;
}

}  // namespace divan::sql
