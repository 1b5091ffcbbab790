#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan {

/// The whole file. Errors: `io_failed`, with the path and the system's reason.
Result<std::string> read_file(const std::filesystem::path& file);

/// Writes beside the target, flushes and renames: the file is there whole or not at all.
/// Parent folders are made. Errors: `io_failed`.
Result<void> write_file(const std::filesystem::path& file, std::string_view content);

/// A foreign name as one safe file name: no separators, no control characters, no leading dots, no device
/// names of Windows, at most 200 bytes (the extension is kept). Never empty: "file" when nothing is left.
std::string safe_file_name(std::string_view foreign);

/// True when `path`, taken relative to `folder`, stays inside it (lexically; symbolic links are not
/// followed).
bool stays_inside(const std::filesystem::path& folder, const std::filesystem::path& path);

/// A folder with a random name below the system's temporary one, removed at the end of the scope.
class TemporaryFolder {
public:
    explicit TemporaryFolder(std::string_view prefix = "divan");
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace divan
