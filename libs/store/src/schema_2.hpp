#pragma once

#include <string>
#include <vector>

namespace divan::store {

/// The statements of version 2: API keys and the audit log.
std::vector<std::string> schema_2();

}  // namespace divan::store
