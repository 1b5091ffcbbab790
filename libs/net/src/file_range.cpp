#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "request_body.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kBuffer = 128 * 1024;

class OpenFile {
public:
    explicit OpenFile(const std::filesystem::path& file)
        : handle_{::open(file.c_str(), O_RDONLY | O_CLOEXEC)} {}
    ~OpenFile() {
        if (handle_ >= 0) ::close(handle_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    bool open() const { return handle_ >= 0; }
    /// Bytes read, 0 at the end of the file, -1 with errno.
    ssize_t read_at(std::uint64_t offset, std::span<char> into) const {
        ssize_t count = -1;
        do count = ::pread(handle_, into.data(), into.size(), static_cast<off_t>(offset));
        while (count < 0 && errno == EINTR);
        return count;
    }

private:
    int handle_;
};

tl::unexpected<Error> unreadable(const std::filesystem::path& file, std::string why) {
    return fail(Error{Errc::io_failed, "'" + file.string() + "' cannot be read: " + std::move(why)});
}

}  // namespace

asio::awaitable<Result<void>> write_file_range(Transport& transport, std::chrono::milliseconds stall,
                                               std::filesystem::path file, std::uint64_t offset,
                                               std::uint64_t bytes) {
    const OpenFile source{file};
    if (!source.open()) co_return unreadable(file, std::strerror(errno));
    std::string buffer(static_cast<std::size_t>(std::min<std::uint64_t>(kBuffer, bytes)), '\0');
    while (bytes > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), bytes));
        const ssize_t count = source.read_at(offset, std::span{buffer}.first(wanted));
        if (count < 0) co_return unreadable(file, std::strerror(errno));
        if (count == 0) co_return unreadable(file, "it became shorter while it was sent");
        const auto got = static_cast<std::size_t>(count);
        auto sent = co_await write_all(transport, stall, std::string_view{buffer}.substr(0, got));
        if (!sent) co_return std::move(sent);
        offset += got;
        bytes -= got;
    }
    co_return Result<void>{};
}

}  // namespace divan::net
