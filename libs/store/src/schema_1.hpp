#pragma once

#include <string>
#include <vector>

namespace divan::store {

/// The statements of version 1.
std::vector<std::string> schema_1();

}  // namespace divan::store
