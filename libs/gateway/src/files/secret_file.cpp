#include "files/secret_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include <divan/base/random.hpp>

namespace divan::gateway {
namespace {

std::string fresh_secret() {
    std::string secret;
    for (int word = 0; word < 4; ++word) secret += fmt::format("{:016x}", random_upto(UINT64_MAX));
    return secret;
}

/// The reason why not, or 0.
int write_flushed(const std::filesystem::path& file, const std::string& text) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return errno;
    errno = EIO;  // for a write that came short
    const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    const int reason = written ? 0 : errno;
    ::close(descriptor);
    return reason;
}

}  // namespace

Result<void> make_secret_file(const std::filesystem::path& file, const char* what) {
    std::error_code error;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
    const std::filesystem::path part = file.string() + "." + uuid4();
    int reason = error ? error.value() : write_flushed(part, fresh_secret() + "\n");
    if (reason == 0 && ::link(part.c_str(), file.c_str()) != 0 && errno != EEXIST) reason = errno;
    ::unlink(part.c_str());
    if (reason == 0) return {};
    return fail(
        Error{Errc::io_failed, fmt::format("{} cannot be made: {}", what, std::strerror(reason))}.with(
            "file", file.string()));
}

}  // namespace divan::gateway
