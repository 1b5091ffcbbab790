#pragma once

#include <span>

#include <divan/base/error.hpp>

#include "sql/value.hpp"

namespace divan::sql {

/// PostgreSQL takes neither NUL nor broken UTF-8, SQLite takes both: here neither does. Errors:
/// `invalid_argument`.
Result<void> check_texts(std::span<const Value> values);

}  // namespace divan::sql
