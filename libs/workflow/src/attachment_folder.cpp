#include <algorithm>
#include <optional>

#include <divan/workflow/attachments.hpp>

namespace divan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 10'000;

tl::unexpected<Error> cannot_read(const fs::path& path, const std::error_code& why) {
    return fail(Error{Errc::io_failed, "the folder of attachments cannot be read: " + why.message()}.with(
        "path", path.string()));
}

bool is_inside(const fs::path& folder, const fs::path& file) {
    const auto [end, unused] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return end == folder.end();
}

class FolderReader {
public:
    explicit FolderReader(fs::path folder) : folder_{std::move(folder)} {}

    Result<std::vector<Attachment>> read() {
        std::error_code error;
        real_folder_ = fs::canonical(folder_, error);
        if (error) return cannot_read(folder_, error);
        fs::directory_iterator entries{real_folder_, error};
        if (error) return cannot_read(folder_, error);
        for (; entries != fs::directory_iterator{}; entries.increment(error)) {
            if (auto taken = entry(*entries); !taken) return fail(std::move(taken).error());
            if (files_.size() > kMostFiles) return refuse("holds more than 10,000 files");
        }
        if (error) return cannot_read(folder_, error);
        if (files_.empty()) return refuse("holds no files");
        std::sort(files_.begin(), files_.end(),
                  [](const Attachment& a, const Attachment& b) { return a.name() < b.name(); });
        return std::move(files_);
    }

private:
    tl::unexpected<Error> refuse(std::string_view why) const {
        return fail(Error{Errc::invalid_argument, "the folder of attachments " + std::string{why}}.with(
            "path", folder_.string()));
    }

    Result<> entry(const fs::directory_entry& entry) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.')) return {};
        std::error_code error;
        if (entry.is_symlink(error)) return link(entry.path(), name);
        if (error) return cannot_read(entry.path(), error);
        return file(entry.path(), name);
    }

    /// Its target is remembered, not the link, which could lead elsewhere by the time of the upload.
    Result<> link(const fs::path& path, const std::string& name) {
        std::error_code error;
        const auto target = fs::canonical(path, error);
        if (error) return cannot_read(path, error);
        if (!is_inside(real_folder_, target))
            return fail(Error{Errc::unsafe_path, "'" + name + "' is a link that leads out of the folder",
                              "copy the file into the folder, or attach it by its own path"}
                            .with("path", path.string()));
        return file(target, name);
    }

    Result<> file(const fs::path& path, const std::string& name) {
        std::error_code error;
        const bool is_file = fs::is_regular_file(path, error);
        if (error) return cannot_read(path, error);
        if (is_file) files_.push_back(Attachment::from_file(path).named(name));
        return {};
    }

    fs::path folder_, real_folder_;
    std::vector<Attachment> files_;
};

}  // namespace

Result<std::vector<Attachment>> read_folder(const fs::path& folder) { return FolderReader{folder}.read(); }

}  // namespace divan
