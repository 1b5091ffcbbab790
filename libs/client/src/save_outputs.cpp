#include <divan/client/save_outputs.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/files.hpp>

#include "transfer.hpp"

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

/// Chooses the names of the files of one run.
class Naming {
public:
    Naming(const SaveOptions& options, OutputPattern pattern, const protocol::PromptId& prompt)
        : options_{options}, pattern_{std::move(pattern)}, values_{options.values} {
        values_.insert_or_assign("prompt_id", prompt.str());
        values_.emplace("date", today());
    }

    Result<PartFile> reserve(const protocol::OutputFile& file) {
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

private:
    void describe(const protocol::OutputFile& file) {
        const std::string name = safe_file_name(file.filename);
        values_.insert_or_assign("node", file.node.str());
        values_.insert_or_assign("name", stem_of(name));
        values_.insert_or_assign("ext", extension_of(name));
        values_.insert_or_assign("index", std::to_string(++index_));
        values_.insert_or_assign("count", std::to_string(++counts_[file.node]));
        file_name_ = name;
    }

    Result<std::filesystem::path> candidate(int number) {
        values_.insert_or_assign("version", std::to_string(number));
        auto path = pattern_.is_folder()
                        ? Result<std::filesystem::path>{std::filesystem::path{pattern_.text()} / file_name_}
                        : pattern_.fill(values_);
        if (!path) return path;
        if (!pattern_.has("version")) *path = numbered(*path, number);
        const bool safe =
            !path->is_absolute() && path->has_filename() && stays_inside(options_.folder, *path);
        if (safe) return options_.folder / *path;
        return fail(Errc::unsafe_path, fmt::format("'{}' leads outside of the output folder", path->string()),
                    "patterns are relative to the folder, and name a file");
    }

    const SaveOptions& options_;
    OutputPattern pattern_;
    OutputPattern::Values values_;
    std::map<NodeId, int> counts_;
    int index_ = 0;
    std::string file_name_;
};

bool wanted(const protocol::OutputFile& file, const SaveOptions& options) {
    const bool named = options.nodes.empty() || std::find(options.nodes.begin(), options.nodes.end(),
                                                          file.node) != options.nodes.end();
    return named && file.type != "input";
}

}  // namespace

std::vector<protocol::OutputFile> files_to_save(const RunResult& result, const SaveOptions& options) {
    std::vector<protocol::OutputFile> files = result.files();
    std::erase_if(files, [&](const protocol::OutputFile& file) { return !wanted(file, options); });
    const auto temporary = [](const protocol::OutputFile& file) { return file.type == "temp"; };
    const bool only_temporary = std::all_of(files.begin(), files.end(), temporary);
    if (!options.include_temp && !only_temporary) std::erase_if(files, temporary);
    return files;
}

asio::awaitable<Result<std::vector<SavedFile>>> save_outputs(Connection& connection, RunResult result,
                                                             SaveOptions options, Deadline deadline) {
    auto pattern = OutputPattern::parse(options.pattern);
    if (!pattern) co_return fail(std::move(pattern).error());
    Naming naming{options, std::move(*pattern), result.prompt_id};
    const std::vector<protocol::OutputFile> sources = files_to_save(result, options);
    std::vector<SavedFile> saved;
    for (const protocol::OutputFile& source : sources) {
        auto part = naming.reserve(source);
        if (!part) co_return fail(std::move(part).error());
        ViewRequest request{source};
        auto file = co_await transfer(connection, std::move(request), std::move(*part), deadline);
        if (!file) co_return fail(std::move(file).error().with("node", source.node.str()));
        SavedFile entry;
        entry.source = source;
        entry.file = std::move(*file);
        if (source.kind == protocol::OutputKind::image) entry.picture = picture_size(entry.file.path);
        if (options.on_saved) options.on_saved(entry.file);
        saved.push_back(std::move(entry));
    }
    co_return saved;
}

}  // namespace divan
