#pragma once

#include <filesystem>

#include <divan/base/error.hpp>

namespace divan {

/// Looks for damage that a right Content-Length hides: a file that was still being written, or a proxy's
/// rest. PNG: every chunk with its checksum, up to IEND; JPEG: its end marker; WebP: the length in its
/// header; a name that says PNG, JPEG or WebP over other content. Other kinds of files are taken as they are.
/// Reads through a fixed buffer. Errors: `result_missing` with what is wrong, `io_failed`.
Result<void> check_whole_picture(const std::filesystem::path& file, const std::string& name);

}  // namespace divan
