#include "simple/file_steps.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace divan::gateway {
namespace {

namespace fs = std::filesystem;

Result<void> make_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0777) != 0) {
        std::error_code error;
        if (errno == EEXIST && fs::is_directory(folder, error)) return {};
        return fail(file_error("making the folder", folder));
    }
    return flush_folder(folder.has_parent_path() ? folder.parent_path() : fs::path{"."});
}

}  // namespace

void OpenFile::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Error file_error(std::string_view doing, const fs::path& file) {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT;
    return Error{
        full ? Errc::storage_full : Errc::io_failed,
        std::string{doing} + " '" + file.string() + "' failed: " + std::generic_category().message(reason)}
        .with("path", file.string());
}

Result<OpenFile> create_file(const fs::path& file) {
    OpenFile made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666)};
    if (!made) return fail(file_error("creating", file));
    return made;
}

Result<void> write_all(const OpenFile& file, std::string_view bytes, const fs::path& name) {
    while (!bytes.empty()) {
        const auto written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(file_error("writing", name));
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> flush_file(const OpenFile& file, const fs::path& name) {
    if (::fsync(file.get()) != 0) return fail(file_error("flushing", name));
    return {};
}

Result<void> flush_folder(const fs::path& folder) {
    const OpenFile open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!open) return fail(file_error("opening the folder", folder));
    // Some network file systems cannot flush folders, and say so with EINVAL.
    if (::fsync(open.get()) != 0 && errno != EINVAL) return fail(file_error("flushing the folder", folder));
    return {};
}

bool is_taken(const fs::path& file) {
    struct stat status{};
    return ::lstat(file.c_str(), &status) == 0;
}

bool is_same_file(const fs::path& left, const fs::path& right) {
    struct stat one{}, other{};
    return ::lstat(left.c_str(), &one) == 0 && ::lstat(right.c_str(), &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Result<Naming> give_name(const fs::path& file, const fs::path& name) {
    if (::link(file.c_str(), name.c_str()) == 0) return Naming::named;
    if (errno == EEXIST) return Naming::taken;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
        return fail(file_error("naming", name));
    // A file system without second names: the only one is moved, and replaces nothing either.
    if (::renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0)
        return Naming::named;
    if (errno == EEXIST) return Naming::taken;
    return fail(file_error("naming", name));
}

Result<void> make_folders(const fs::path& base, const fs::path& relative) {
    std::error_code error;
    if (!fs::is_directory(base, error)) {
        if (base.has_parent_path()) fs::create_directories(base.parent_path(), error);
        if (auto made = make_folder(base); !made) return made;
    }
    fs::path folder = base;
    for (const fs::path& part : relative) {
        folder /= part;
        if (auto made = make_folder(folder); !made) return made;
    }
    return {};
}

}  // namespace divan::gateway
