#include <divan/client/part_file.hpp>

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace divan {
namespace {

auto io_failure(const std::filesystem::path& path, std::string_view doing) {
    const std::string reason = std::generic_category().message(errno);
    return fail(
        Error{Errc::io_failed, std::string{doing} + " '" + path.string() + "' failed: " + reason}.with(
            "path", path.string()));
}

std::filesystem::path part_of(const std::filesystem::path& path) {
    std::filesystem::path part = path;
    part += ".part";
    return part;
}

bool present(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found;
}

/// A rename that refuses to replace: link(2) is atomic about that. File systems without hard links get a
/// rename.
bool take_name(const std::filesystem::path& part, const std::filesystem::path& path) {
    if (::link(part.c_str(), path.c_str()) == 0) return ::unlink(part.c_str()) == 0;
    if (errno == EEXIST || present(path)) {
        errno = EEXIST;
        return false;
    }
    return ::rename(part.c_str(), path.c_str()) == 0;
}

}  // namespace

PartFile::PartFile(std::filesystem::path path, int descriptor)
    : path_{std::move(path)}, descriptor_{descriptor} {}

PartFile::PartFile(PartFile&& other) noexcept
    : path_{std::move(other.path_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      bytes_{other.bytes_},
      hash_{std::move(other.hash_)} {}

PartFile::~PartFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(part().c_str());
}

std::filesystem::path PartFile::part() const { return part_of(path_); }

Result<std::optional<PartFile>> PartFile::reserve(const std::filesystem::path& path) {
    std::error_code error;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        return fail(
            Error{Errc::io_failed, "making the folder of '" + path.string() + "' failed: " + error.message()}
                .with("path", path.string()));
    if (present(path)) return std::optional<PartFile>{};
    const int descriptor =
        ::open(part_of(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0 && errno == EEXIST) return std::optional<PartFile>{};
    if (descriptor < 0) return io_failure(path, "creating");
    PartFile file{path, descriptor};
    // Whoever held the `.part` before may have finished between the look and the creation.
    if (present(path)) return std::optional<PartFile>{};
    return std::optional<PartFile>{std::move(file)};
}

Result<void> PartFile::append(std::span<const std::byte> bytes) {
    hash_.update(bytes);
    bytes_ += bytes.size();
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return io_failure(path_, "writing");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> PartFile::restart() {
    if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0)
        return io_failure(path_, "truncating");
    bytes_ = 0;
    hash_ = Sha256{};
    return {};
}

Result<void> PartFile::commit() {
    if (::fsync(descriptor_) != 0) return io_failure(path_, "flushing");
    if (!take_name(part(), path_)) return io_failure(path_, "naming");
    ::close(std::exchange(descriptor_, -1));
    return {};
}

}  // namespace divan
