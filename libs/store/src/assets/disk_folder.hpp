#pragma once

#include <sys/types.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include <divan/store/asset_store.hpp>

namespace divan::store {

/// A file descriptor that is closed at the end.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();
    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_ = -1;
};

/// The folder of a disk asset store: everything in it is opened relative to it, and never through a symbolic
/// link. All calls block. Threads: any.
class DiskFolder {
public:
    static Result<std::shared_ptr<DiskFolder>> open(const DiskAssetOptions& options);

    struct Staged {
        Descriptor file;
        std::string name;
    };
    /// Locked as long as it is open, so that no sweep takes it for an orphan's.
    Result<Staged> stage();
    Result<void> write(int file, std::string_view bytes);
    /// Flushes the file, renames it over whatever is in its place, and flushes the folder.
    Result<void> place(const Staged& staged, const std::string& hash);
    void drop(const std::string& staged_name);

    /// Checked against the hash when this process sees it, or this version of it, for the first time.
    Result<Descriptor> open_blob(const Blob& blob);
    Result<void> remove_blob(const std::string& hash);
    Result<int> sweep(std::chrono::milliseconds older_than);

private:
    struct Version {
        ino_t inode = 0;
        std::int64_t modified_ns = 0;
        bool operator==(const Version&) const = default;
    };
    Error error_of(std::string doing, int reason) const;
    Result<void> check_space() const;
    Result<Descriptor> subfolder(const std::string& name, bool make);
    Result<void> check_bytes(int file, const Blob& blob) const;
    bool was_checked(const std::string& hash, const Version& version);
    void note_checked(const std::string& hash, const Version& version);

    DiskAssetOptions options_;
    Descriptor root_, staging_;
    std::mutex mutex_;
    std::unordered_map<std::string, Version> checked_;
};

/// "ab" of "abcdef…"; false for what is no hash, so that no foreign text becomes a path.
bool is_blob_hash(std::string_view hash);

}  // namespace divan::store
