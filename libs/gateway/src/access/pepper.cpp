#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include <divan/base/files.hpp>
#include <divan/gateway/keys.hpp>

#include "files/secret_file.hpp"

namespace divan::gateway {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> no_file(const fs::path& file, int reason) {
    return fail(Error{Errc::io_failed,
                      std::string{"the pepper of the keys is not available: "} + std::strerror(reason)}
                    .with("file", file.string()));
}

bool is_pepper(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<std::string> load_pepper(const fs::path& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno != ENOENT) return no_file(file, errno);
        if (auto made = make_secret_file(file, "the pepper of the keys"); !made)
            return fail(std::move(made).error());
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
