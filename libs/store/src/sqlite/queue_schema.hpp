#pragma once

#include "sqlite/database.hpp"

namespace divan::sqlite {

/// Takes the file for this process, checks it, and makes or recognises the tables. Errors: `io_failed`.
Result<void> prepare_queue(Database& database);

}  // namespace divan::sqlite
