#include <algorithm>
#include <array>

#include <divan/base/text.hpp>
#include <divan/jobs/node_policy.hpp>

namespace divan::durable {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_scheme_character(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/// "https://…", and the schemes that need no slashes.
bool is_url(std::string_view value) {
    const auto colon = value.find(':');
    if (colon == std::string_view::npos || colon < 2 || !is_letter(value.front())) return false;
    const std::string_view scheme = value.substr(0, colon);
    if (!std::ranges::all_of(scheme, is_scheme_character)) return false;
    const std::string lower = to_lower(scheme);
    return value.substr(colon + 1).starts_with("//") || lower == "file" || lower == "data";
}

bool climbs(std::string_view value) {
    while (true) {
        const auto end = value.find_first_of("/\\");
        if (value.substr(0, end) == "..") return true;
        if (end == std::string_view::npos) return false;
        value.remove_prefix(end + 1);
    }
}

/// ComfyUI 0.3.64 takes "name [output]" for a file of another of its folders (folder_paths.py
/// `annotated_filepath`): results of everybody.
bool names_another_folder(std::string_view value) {
    return value.ends_with("[output]") || value.ends_with("[temp]");
}

constexpr std::array<std::string_view, 21> kNames{
    "image",     "audio",    "video",  "mask",   "file", "files",    "filename",
    "latent",    "path",     "paths",  "folder", "dir",  "url",      "urls",
    "directory", "filepath", "subdir", "uri",    "root", "location", "image_path"};
constexpr std::array<std::string_view, 15> kEndings{"_path",      "_paths",    "_file",  "_files", "_dir",
                                                    "_directory", "_folder",   "_name",  "_url",   "_uri",
                                                    "_prefix",    "_filename", "_image", "_audio", "_video"};

}  // namespace

std::string_view path_problem(std::string_view whole) {
    const std::string_view value = trim(whole);
    if (value.find_first_of(std::string_view{"\0\r\n", 3}) != std::string_view::npos)
        return "a text with control characters";
    if (value.starts_with("\\\\") || value.starts_with("//")) return "a path of another machine";
    if (value.starts_with('/') || value.starts_with('\\')) return "an absolute path";
    if (value.starts_with('~')) return "a path of a home folder";
    if (value.size() >= 2 && is_letter(value[0]) && value[1] == ':') return "a path with a drive";
    if (is_url(value)) return "a URL";
    if (climbs(value)) return "a path that leads out of its folder";
    if (names_another_folder(value)) return "a file of the server's results";
    return {};
}

bool takes_server_file(std::string_view node_class, std::string_view input) {
    constexpr std::array<std::string_view, 10> kFiles{
        "image", "images", "audio", "video", "mask", "latent", "file", "model_file", "folder", "directory"};
    const std::string loader = to_lower(node_class);
    if (loader.find("load") == std::string::npos && !loader.ends_with("inputfiles")) return false;
    return std::ranges::find(kFiles, to_lower(input)) != kFiles.end();
}

bool takes_path(std::string_view input) {
    std::string name = to_lower(input);
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.pop_back();  // clip_name1
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    return std::ranges::find(kNames, name) != kNames.end() || std::ranges::any_of(kEndings, ends);
}

}  // namespace divan::durable
