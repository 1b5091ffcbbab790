#pragma once

#include <vector>

#include <divan/base/error.hpp>

namespace divan {

/// Several problems as one error: the first one's code, a message that tells them all (the first ten in
/// full), their hints, and each as a fact `problem`. A single problem stays as it is. There is at least one.
Error combined_error(std::vector<Error> problems);

}  // namespace divan
