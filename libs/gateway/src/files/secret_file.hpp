#pragma once

#include <filesystem>

#include <divan/base/error.hpp>

namespace divan::gateway {

/// A file with a fresh secret of 256 bits, as 64 hexadecimal digits, readable by its owner alone. It is there
/// whole or not at all; of several who make it at once the first one wins, and all succeed. Makes its folder.
/// Errors: `io_failed`, with `what` in words.
Result<void> make_secret_file(const std::filesystem::path& file, const char* what);

}  // namespace divan::gateway
