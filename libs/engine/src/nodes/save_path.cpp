#include "nodes/save_path.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

void replace_all(std::string& text, std::string_view token, const std::string& value) {
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size()))
        text.replace(at, token.size(), value);
}

std::string with_tokens(std::string prefix, int width, int height) {
    if (prefix.find('%') == std::string::npos) return prefix;
    const std::time_t seconds = std::time(nullptr);
    std::tm now{};
    localtime_r(&seconds, &now);
    replace_all(prefix, "%width%", std::to_string(width));
    replace_all(prefix, "%height%", std::to_string(height));
    replace_all(prefix, "%year%", std::to_string(now.tm_year + 1900));
    replace_all(prefix, "%month%", fmt::format("{:02}", now.tm_mon + 1));
    replace_all(prefix, "%day%", fmt::format("{:02}", now.tm_mday));
    replace_all(prefix, "%hour%", fmt::format("{:02}", now.tm_hour));
    replace_all(prefix, "%minute%", fmt::format("{:02}", now.tm_min));
    replace_all(prefix, "%second%", fmt::format("{:02}", now.tm_sec));
    return prefix;
}

/// Python's `os.path.normpath`: no ".", no doubled or trailing separators, ".." folded; "." when nothing is
/// left.
std::string normalised(const std::string& path) {
    std::string text = fs::path{path}.lexically_normal().generic_string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text.empty() ? "." : text;
}

/// Python's `int(text)` for what stands between two underscores; nothing when it is no number.
std::optional<int> number_in(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

/// The number of a file "<base>_<number>_…"; 0 when it has the base but no number, nothing when it is
/// another's.
std::optional<int> number_of(const std::string& file, std::string_view base, std::size_t prefix_length) {
    if (file.size() <= prefix_length || file.substr(0, prefix_length) != base || file[prefix_length] != '_')
        return {};
    const std::string_view rest = std::string_view{file}.substr(prefix_length + 1);
    return number_in(rest.substr(0, rest.find('_'))).value_or(0);
}

int next_counter(const fs::path& folder, const std::string& base, std::size_t prefix_length) {
    int highest = 0;
    std::error_code ignored;  // an unreadable folder shows itself when the file is written
    for (const auto& entry : fs::directory_iterator{folder, ignored})
        highest =
            std::max(highest, number_of(entry.path().filename().string(), base, prefix_length).value_or(0));
    return highest + 1;
}

fs::path common_path(const fs::path& left, const fs::path& right) {
    fs::path common;
    for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end() && *l == *r; ++l, ++r)
        common /= *l;
    return common;
}

tl::unexpected<NodeFailure> raise_outside(const fs::path& folder, const fs::path& root,
                                          const fs::path& common) {
    return raise("Exception",
                 "**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: " +
                     folder.string() + "\n         output_dir: " + root.string() +
                     "\n         commonpath: " + common.string());
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string SavePath::numbered(int batch_number, int number, std::string_view extension) const {
    std::string name = file_name;
    replace_all(name, "%batch_num%", std::to_string(batch_number));
    return fmt::format("{}_{:05}_.{}", name, number, extension);
}

NodeResult<SavePath> find_save_path(const std::string& prefix, const fs::path& root_folder, int width,
                                    int height) {
    const std::string expanded = with_tokens(prefix, width, height);
    const std::string path = normalised(expanded);
    const fs::path root{normalised(fs::absolute(root_folder).string())};
    SavePath result;
    result.subfolder =
        path.find('/') == std::string::npos ? "" : path.substr(0, std::max<std::size_t>(1, path.rfind('/')));
    result.file_name = base_name(path);
    result.folder = fs::path{normalised((root / result.subfolder).string())};

    const fs::path common = common_path(root, result.folder);
    if (common != root) return raise_outside(result.folder, root, common);
    std::error_code error;
    fs::create_directories(result.folder, error);
    if (error) return raise("OSError", fmt::format("{}: '{}'", error.message(), result.folder.string()));
    result.counter = next_counter(result.folder, result.file_name, base_name(expanded).size());
    return result;
}

}  // namespace divan::engine
