#include "server/userdata_files.hpp"

#include <algorithm>
#include <vector>

#include <divan/base/text.hpp>

#include "server/file_answer.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

/// Everything below, or in, a folder. Python's glob leaves out names that begin with a dot.
template <class Iterator>
std::vector<fs::path> paths_in(const fs::path& folder, bool dot_names) {
    std::vector<fs::path> found;
    std::error_code error;
    for (Iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
        const bool hidden = at->path().filename().string().starts_with('.');
        if (dot_names || !hidden) found.push_back(at->path());
    }
    std::ranges::sort(found);
    return found;
}

std::string relative_name(const fs::path& file, const fs::path& folder) {
    return file.lexically_relative(folder).generic_string();
}

json::Value listed(const fs::path& file, const fs::path& folder, const UserFileList& wish) {
    if (wish.full_info) return file_info(file, folder);
    const std::string path = relative_name(file, folder);
    if (!wish.split) return json::Value(path);
    json::Array parts{path};
    for (const auto& part : split(path, '/')) parts.emplace_back(part);
    return parts;
}

json::Object entry(const fs::path& path, const fs::path& base) {
    json::Object shown{{"name", path.filename().string()}, {"path", relative_name(path, base)}};
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    shown["type"] = folder ? "directory" : "file";
    if (folder) return shown;
    shown["size"] = fs::file_size(path, error);
    shown["modified"] = modified_seconds(path);
    return shown;
}

bool hidden_below(const fs::path& file, const fs::path& folder) {
    return std::ranges::any_of(file.lexically_relative(folder),
                               [](const fs::path& part) { return part.string().starts_with('.'); });
}

}  // namespace

double modified_seconds(const fs::path& file) {
    return static_cast<double>(modified_nanoseconds(file)) / 1e9;
}

json::Object file_info(const fs::path& file, const fs::path& folder) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    const double modified = modified_seconds(file);
    // ComfyUI reports `st_ctime` as creation; for a file that was just written the two are the same.
    return {{"path", relative_name(file, folder)},
            {"size", error ? 0 : size},
            {"modified", modified},
            {"created", modified}};
}

json::Array list_files(const fs::path& folder, const UserFileList& wish) {
    const auto paths = wish.recurse ? paths_in<fs::recursive_directory_iterator>(folder, false)
                                    : paths_in<fs::directory_iterator>(folder, false);
    json::Array found;
    std::error_code ignored;
    for (const auto& path : paths)
        if (fs::is_regular_file(path, ignored) && !hidden_below(path, folder))
            found.push_back(listed(path, folder, wish));
    return found;
}

json::Array list_entries(const fs::path& folder, const fs::path& base) {
    auto paths = paths_in<fs::recursive_directory_iterator>(folder, true);
    std::ranges::stable_sort(paths, {}, [](const fs::path& path) {
        std::error_code ignored;
        return std::pair{!fs::is_directory(path, ignored), to_lower(path.filename().string())};
    });
    json::Array found;
    for (const auto& path : paths) found.push_back(entry(path, base));
    return found;
}

}  // namespace divan::engine
