#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/gateway/keys.hpp>

namespace divan::gateway {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> no_file(const fs::path& file, int reason) {
    return fail(Error{Errc::io_failed,
                      std::string{"the pepper of the keys is not available: "} + std::strerror(reason)}
                    .with("file", file.string()));
}

std::string random_hex() { return sha256_hex(uuid4() + uuid4() + uuid4()); }

/// Written beside it and linked: the name appears with its content, and the first one wins.
Result<void> make(const fs::path& file) {
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    if (error) return no_file(file, error.value());
    const fs::path part = file.string() + "." + uuid4();
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return no_file(file, errno);
    const std::string text = random_hex() + "\n";
    const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    const int reason = errno;
    ::close(descriptor);
    const bool placed = written && (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int link_reason = errno;
    ::unlink(part.c_str());
    if (!placed) return no_file(file, written ? link_reason : reason);
    return {};
}

bool is_pepper(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<std::string> load_pepper(const fs::path& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno != ENOENT) return no_file(file, errno);
        if (auto made = make(file); !made) return fail(std::move(made).error());
        if (::stat(file.c_str(), &status) != 0) return no_file(file, errno);
    }
    if ((status.st_mode & 077) != 0)
        return fail(Error{Errc::invalid_argument, "others than its owner can read the pepper of the keys",
                          "chmod 600 the file; if it may have been read, remove it and make new keys"}
                        .with("file", file.string()));
    auto text = read_file(file);
    if (!text) return fail(std::move(text).error());
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    if (!is_pepper(*text))
        return fail(Error{Errc::invalid_argument, "the pepper of the keys is not 64 hexadecimal digits",
                          "restore the file; with another one no key is valid any more"}
                        .with("file", file.string()));
    return std::move(*text);
}

}  // namespace divan::gateway
