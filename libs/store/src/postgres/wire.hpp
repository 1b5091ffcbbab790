#pragma once

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <string_view>

#include "sql/value.hpp"

// Our statements and values in PostgreSQL's form.
namespace divan::postgres {

/// 0 leaves it to the server.
Oid type_of(const sql::Value& value);
/// As text; nothing for NULL.
std::optional<std::string> parameter(const sql::Value& value);
sql::Row::Cell cell(const PGresult* result, int row, int column);

/// `?1` as `$1`, and what stands in comments that begin with `pg:`.
std::string for_postgres(std::string_view statement);

}  // namespace divan::postgres
