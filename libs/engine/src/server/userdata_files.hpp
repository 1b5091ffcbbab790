#pragma once

#include <filesystem>

#include <divan/json/value.hpp>

namespace divan::engine {

/// Python's `os.path.getmtime`: seconds since 1970 with fraction.
double modified_seconds(const std::filesystem::path& file);

/// {"path", "size", "modified", "created"} of one file; `path` is relative to `folder`, with slashes.
json::Object file_info(const std::filesystem::path& file, const std::filesystem::path& folder);

struct UserFileList {
    bool recurse = false, full_info = false, split = false;
    UserFileList() = default;
};

/// GET /userdata: the files of a folder in the form that was asked for.
json::Array list_files(const std::filesystem::path& folder, const UserFileList& wish);

/// GET /v2/userdata: folders first, then by name without regard to case; always with everything below.
/// `base`: what the paths are relative to.
json::Array list_entries(const std::filesystem::path& folder, const std::filesystem::path& base);

}  // namespace divan::engine
