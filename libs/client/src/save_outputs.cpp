#include <divan/client/save_outputs.hpp>

#include <algorithm>

#include <divan/client/output_naming.hpp>

#include "transfer.hpp"

namespace divan {
namespace {

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
    OutputNaming naming{options.folder, std::move(*pattern), result.prompt_id.str(), options.values};
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
