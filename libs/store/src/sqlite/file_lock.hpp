#pragma once

#include <filesystem>

#include <divan/base/error.hpp>

namespace divan::sqlite {

/// A lock on a file beside the database, held until the end of the object or the process, however that ends.
class FileLock {
public:
    FileLock() = default;
    FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();
    /// Errors: `store_in_use`, `store_unavailable`.
    static Result<FileLock> take(const std::filesystem::path& file);

private:
    explicit FileLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_ = -1;
};

}  // namespace divan::sqlite
