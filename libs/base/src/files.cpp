#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

namespace divan {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(std::string_view doing, const fs::path& file, int error_number) {
    return fail(Error{Errc::io_failed, std::string{doing} + " failed: " + std::strerror(error_number)}.with(
        "file", file.string()));
}

bool write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

Result<std::string> read_file(const fs::path& file) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) return io_error("reading", file, EISDIR);
    std::ifstream in{file, std::ios::binary};
    if (!in) return io_error("opening", file, errno);
    std::ostringstream content;
    content << in.rdbuf();
    if (in.bad()) return io_error("reading", file, errno);
    return std::move(content).str();
}

Result<void> write_file(const fs::path& file, std::string_view content) {
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    if (error) return io_error("making the folder of", file, error.value());
    const fs::path part = file.string() + "." + uuid4().substr(0, 8) + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) return io_error("creating", part, errno);
    const bool written = write_all(descriptor, content) && ::fsync(descriptor) == 0;
    const int reason = errno;
    ::close(descriptor);
    if (written && ::rename(part.c_str(), file.c_str()) == 0) return {};
    const int why = written ? errno : reason;
    ::unlink(part.c_str());
    return io_error("writing", file, why);
}

std::string safe_file_name(std::string_view foreign) {
    constexpr std::string_view kForbidden = "/\\:*?\"<>|";
    std::string name;
    for (const char c : foreign) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || kForbidden.find(c) != std::string_view::npos)
            name += '_';
        else
            name += c;
    }
    const auto first = name.find_first_not_of(". ");
    name = first == std::string::npos ? "" : name.substr(first);
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
    if (name.empty()) return "file";
    const std::string stem = to_lower(name.substr(0, name.find('.')));
    const bool numbered_device = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
                                 stem[3] >= '0' && stem[3] <= '9';
    if (stem == "con" || stem == "prn" || stem == "aux" || stem == "nul" || numbered_device)
        name = "_" + name;
    constexpr std::size_t kLongest = 200;
    if (name.size() > kLongest) {
        const auto dot = name.rfind('.');
        const std::string extension =
            dot != std::string::npos && name.size() - dot <= 20 ? name.substr(dot) : "";
        std::size_t keep = kLongest - extension.size();
        while (keep > 0 && (static_cast<unsigned char>(name[keep]) & 0xc0) == 0x80)
            --keep;  // whole characters only
        name = name.substr(0, keep) + extension;
    }
    return name;
}

bool stays_inside(const fs::path& folder, const fs::path& path) {
    if (path.is_absolute()) return false;
    const fs::path base = folder.lexically_normal();
    const fs::path relative = (base / path).lexically_normal().lexically_relative(base);
    return !relative.empty() && *relative.begin() != "..";
}

TemporaryFolder::TemporaryFolder(std::string_view prefix)
    : path_{fs::temp_directory_path() / (std::string{prefix} + "-" + uuid4())} {
    fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // nothing can be done about a leftover temporary file here
    fs::remove_all(path_, ignored);
}

}  // namespace divan
