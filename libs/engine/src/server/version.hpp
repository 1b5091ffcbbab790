#pragma once

namespace divan::engine {

/// What /system_stats says of us; a test holds it equal to the project's version.
inline constexpr const char* kVersion = "0.1.0";

}  // namespace divan::engine
