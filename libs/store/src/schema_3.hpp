#pragma once

#include <string>
#include <vector>

namespace divan::store {

/// Bounds of owners: jobs under way, bytes uploaded a day; the node classes of a key.
std::vector<std::string> schema_3();

}  // namespace divan::store
