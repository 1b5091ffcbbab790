#pragma once

#include <divan/base/random.hpp>
#include <divan/json/value.hpp>

namespace divan::test {

/// The answer of a server whose node authors were hostile, careless or very inventive.
json::Value random_catalogue(Rng& rng, int classes);

}  // namespace divan::test
