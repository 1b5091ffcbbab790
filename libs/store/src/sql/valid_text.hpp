#pragma once

#include <span>
#include <string>

#include <divan/base/error.hpp>

#include "sql/value.hpp"

namespace divan::sql {

/// PostgreSQL takes neither NUL nor broken UTF-8, SQLite takes both: here neither does. Errors:
/// `invalid_argument`.
Result<void> check_texts(std::span<const Value> values);

/// For words of strangers, which must never keep a job from being written: what is no UTF-8, and NUL, becomes
/// U+FFFD.
std::string made_sound(std::string text);

}  // namespace divan::sql
