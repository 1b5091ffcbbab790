#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <divan/base/error.hpp>

/// The single steps that files take on their way to a place where people look for them. All block.
namespace divan::gateway {

/// An open file, closed at the end.
class OpenFile {
public:
    OpenFile() = default;
    explicit OpenFile(int descriptor) : descriptor_{descriptor} {}
    OpenFile(OpenFile&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    OpenFile& operator=(OpenFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OpenFile() { close(); }
    int get() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }
    void close();

private:
    int descriptor_ = -1;
};

/// The last error of the system, in words: `io_failed`, or `storage_full`.
Error file_error(std::string_view doing, const std::filesystem::path& file);

/// Errors: as `file_error`, also for a file that is there already.
Result<OpenFile> create_file(const std::filesystem::path& file);
Result<void> write_all(const OpenFile& file, std::string_view bytes, const std::filesystem::path& name);
Result<void> flush_file(const OpenFile& file, const std::filesystem::path& name);
Result<void> flush_folder(const std::filesystem::path& folder);

/// Something of that name is there, be it a link to nowhere.
bool is_taken(const std::filesystem::path& file);
/// Both are names of one file.
bool is_same_file(const std::filesystem::path& left, const std::filesystem::path& right);

enum class Naming { named, taken };
/// Gives a file a (second) name, which refers to all of it at once and is never taken from another file. The
/// first name may be gone afterwards: not every file system knows two names. Errors: `io_failed`.
Result<Naming> give_name(const std::filesystem::path& file, const std::filesystem::path& name);

/// Makes the folders of `relative` below `base`, which is made too, so that they survive a power cut.
Result<void> make_folders(const std::filesystem::path& base, const std::filesystem::path& relative);

}  // namespace divan::gateway
