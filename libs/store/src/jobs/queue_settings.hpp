#pragma once

#include "transaction.hpp"

namespace divan::store {

Result<bool> paused_in(Transaction& transaction);

}  // namespace divan::store
