#include <divan/workflow/template_folder.hpp>

#include <algorithm>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".json";
constexpr std::size_t kMostTemplates = 10'000;

tl::unexpected<Error> cannot_read(const fs::path& path, const std::error_code& why) {
    return fail(Error{Errc::io_failed, "the folder of templates cannot be read: " + why.message(),
                      "make the folder, or name another one"}
                    .with("path", path.string()));
}

/// Whether `file` exists and, links followed, lies inside of `folder`.
bool is_file_inside(const fs::path& folder, const fs::path& file) {
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    if (error || !fs::is_regular_file(real, error)) return false;
    const fs::path base = fs::canonical(folder, error);
    return !error && stays_inside(base, real.lexically_relative(base));
}

}  // namespace

TemplateFolder::TemplateFolder(fs::path folder) : folder_{std::move(folder)} {}

Result<std::vector<std::string>> TemplateFolder::names() const {
    std::error_code error;
    fs::recursive_directory_iterator entries{folder_, error};
    if (error) return cannot_read(folder_, error);
    std::vector<std::string> names;
    for (; entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
        const fs::path& path = entries->path();
        const bool hidden = path.filename().string().starts_with('.');
        if (hidden) entries.disable_recursion_pending();
        if (hidden || path.extension() != kExtension || !is_file_inside(folder_, path)) continue;
        names.push_back(path.lexically_relative(folder_).replace_extension().generic_string());
        if (names.size() > kMostTemplates)
            return fail(
                Error{Errc::invalid_argument, "the folder of templates holds more than 10,000 of them"}.with(
                    "path", folder_.string()));
    }
    if (error) return cannot_read(folder_, error);
    std::ranges::sort(names);
    return names;
}

Result<fs::path> TemplateFolder::file(std::string_view name) const {
    const bool plain =
        !name.empty() && std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == '\\'; });
    std::string relative{name};
    if (!relative.ends_with(kExtension)) relative += kExtension;
    if (!plain || !stays_inside(folder_, relative))
        return fail(Error{Errc::unsafe_path, "'" + printable(name, 200) + "' is no name of a template",
                          "a name is the path of its file inside of the folder, with '/' between folders"});
    const fs::path file = folder_ / relative;
    if (is_file_inside(folder_, file)) return file;
    auto known = names();
    if (!known) return fail(std::move(known).error());
    const std::string near = did_you_mean(name, *known);
    return fail(Error{Errc::invalid_argument, "there is no template '" + printable(name, 200) + "'",
                      near.empty() ? "the templates are: " + join(*known, ", ") : near}
                    .with("folder", folder_.string()));
}

Result<TokenTemplate> TemplateFolder::load(std::string_view name) const {
    const auto path = file(name);
    if (!path) return fail(path.error());
    const auto text = read_file(*path);
    if (!text) return fail(text.error());
    auto form = TokenTemplate::parse(*text);
    if (!form) return fail(std::move(form).error().with("template", std::string{name}));
    return form;
}

Result<fs::path> back_up_workflow(const fs::path& file, const fs::path& folder) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    const fs::path copy = folder / (file.stem().string() + "-" + sha256_hex(*text).substr(0, 12) + ".json");
    std::error_code error;
    if (fs::exists(copy, error)) return copy;
    if (auto written = write_file(copy, *text); !written) return fail(std::move(written).error());
    return copy;
}

}  // namespace divan
