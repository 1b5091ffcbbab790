#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include <divan/base/error.hpp>
#include <divan/base/hash.hpp>

namespace divan {

/// A file on its way: `<path>.part`, hashed while it is written. It takes its name only when it is whole, and
/// never another file's. Given up (removed) unless it was committed.
class PartFile {
public:
    /// Reserves the name: nothing, when the file or its `.part` is there already (so a name is taken by one
    /// of several processes only). Parent folders are made. Errors: `io_failed`.
    static Result<std::optional<PartFile>> reserve(const std::filesystem::path& path);

    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    ~PartFile();

    Result<void> append(std::span<const std::byte> bytes);
    /// Begins anew.
    Result<void> restart();
    /// Flushes to the disk and renames. Errors: `io_failed`, also when somebody took the name meanwhile.
    Result<void> commit();

    std::uint64_t bytes() const { return bytes_; }
    std::string sha256() { return hash_.hex(); }  ///< once, at the end
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path part() const;  ///< where the content lies until it is committed

private:
    PartFile(std::filesystem::path path, int descriptor);

    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;
    Sha256 hash_;
};

}  // namespace divan
