#include <divan/client/output_naming.hpp>

#include <fmt/format.h>

#include <divan/base/clock.hpp>
#include <divan/base/files.hpp>

namespace divan {
namespace {

constexpr int kMostNames = 100'000;  // tried for one file

std::string stem_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return std::string{dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot)};
}

std::string extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return std::string{dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot + 1)};
}

std::filesystem::path numbered(const std::filesystem::path& path, int number) {
    if (number == 1) return path;
    std::filesystem::path next = path;
    next.replace_filename(fmt::format("{}_{}{}", path.stem().string(), number, path.extension().string()));
    return next;
}

std::string today() { return to_rfc3339(SystemClock{}.utc()).substr(0, 10); }

}  // namespace

OutputNaming::OutputNaming(std::filesystem::path folder, OutputPattern pattern, const std::string& run,
                           OutputPattern::Values values)
    : folder_{std::move(folder)}, pattern_{std::move(pattern)}, values_{std::move(values)} {
    values_.insert_or_assign("prompt_id", run);
    values_.emplace("date", today());
}

Result<PartFile> OutputNaming::reserve(const protocol::OutputFile& file) {
    describe(file);
    for (int number = 1; number <= kMostNames; ++number) {
        auto path = candidate(number);
        if (!path) return fail(std::move(path).error());
        auto reserved = PartFile::reserve(*path);
        if (!reserved) return fail(std::move(reserved).error());
        if (*reserved) return std::move(**reserved);
    }
    return fail(Errc::io_failed, fmt::format("no free name for '{}'", file.filename),
                "use another folder or pattern");
}

void OutputNaming::describe(const protocol::OutputFile& file) {
    const std::string name = safe_file_name(file.filename);
    values_.insert_or_assign("node", file.node.str());
    values_.insert_or_assign("name", stem_of(name));
    values_.insert_or_assign("ext", extension_of(name));
    values_.insert_or_assign("index", std::to_string(++index_));
    values_.insert_or_assign("count", std::to_string(++counts_[file.node]));
    file_name_ = name;
}

Result<std::filesystem::path> OutputNaming::candidate(int number) {
    values_.insert_or_assign("version", std::to_string(number));
    auto path = pattern_.is_folder()
                    ? Result<std::filesystem::path>{std::filesystem::path{pattern_.text()} / file_name_}
                    : pattern_.fill(values_);
    if (!path) return path;
    if (!pattern_.has("version")) *path = numbered(*path, number);
    const bool safe = !path->is_absolute() && path->has_filename() && stays_inside(folder_, *path);
    if (safe) return folder_ / *path;
    return fail(Errc::unsafe_path, fmt::format("'{}' leads outside of the output folder", path->string()),
                "patterns are relative to the folder, and name a file");
}

}  // namespace divan
