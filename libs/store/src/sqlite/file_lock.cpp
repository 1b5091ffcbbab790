#include "sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace divan::sqlite {

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return fail(Error{Errc::store_unavailable,
                          std::string{"the lock file cannot be opened: "} + std::strerror(errno)}
                        .with("file", file.string()));
    FileLock lock{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    return fail(Error{Errc::store_in_use, "another gateway has this store open",
                      "stop it, name another file, or let both use PostgreSQL"}
                    .with("file", file.string()));
}

}  // namespace divan::sqlite
