#include <ostream>

#include <divan/base/files.hpp>
#include <divan/client/history.hpp>
#include <divan/client/view.hpp>
#include <divan/json/write.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

struct DownloadOptions {
    std::string what;  ///< a file's name, or with --prompt nothing
    std::string prompt, subfolder, type = "output", target;
};

/// The one file that was named, or every file of a prompt that has ended.
asio::awaitable<Result<std::vector<ViewRequest>>> wanted_files(Connection& server, DownloadOptions options,
                                                               Deadline deadline) {
    std::vector<ViewRequest> files;
    if (options.prompt.empty()) {
        ViewRequest file;
        file.filename = options.what;
        file.subfolder = options.subfolder;
        file.type = options.type;
        files.push_back(std::move(file));
        co_return files;
    }
    auto entry = co_await history(server, protocol::PromptId{options.prompt}, deadline);
    if (!entry) co_return fail(std::move(entry).error());
    if (!*entry)
        co_return fail(Errc::prompt_lost, "the server knows no finished prompt " + options.prompt,
                       "divan queue shows what still waits");
    for (const auto& node : (*entry)->outputs)
        for (const auto& file : node.files) files.emplace_back(file);
    co_return files;
}

std::filesystem::path free_path(const std::filesystem::path& folder, const std::string& foreign_name) {
    const std::filesystem::path name = safe_file_name(foreign_name);
    std::filesystem::path path = folder / name;
    for (int i = 2; std::filesystem::exists(path); ++i)
        path = folder / (name.stem().string() + "_" + std::to_string(i) + name.extension().string());
    return path;
}

asio::awaitable<Result<std::vector<DownloadedFile>>> download_all(Connection& server, DownloadOptions options,
                                                                  std::filesystem::path folder,
                                                                  Deadline deadline) {
    auto files = co_await wanted_files(server, options, deadline);
    if (!files) co_return fail(std::move(files).error());
    std::vector<DownloadedFile> downloaded;
    for (const ViewRequest& file : *files) {
        auto one = co_await download(server, file, free_path(folder, file.filename), deadline);
        if (!one) co_return fail(std::move(one).error().with("file", file.filename));
        downloaded.push_back(*std::move(one));
    }
    co_return downloaded;
}

ExitCode download_files(const DownloadOptions& options, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    if (options.what.empty() == options.prompt.empty())
        return program.report(Error{Errc::invalid_argument, "name one file, or a prompt with --prompt"});
    std::filesystem::path folder = options.target;
    if (folder.empty()) folder = output_folder_of(*settings);
    const auto deadline = within(program.timeout_or(*settings, std::chrono::minutes{30}));
    const auto files = ask<std::vector<DownloadedFile>>(program, *settings, [&](Connection& server) {
        return download_all(server, options, folder, deadline);
    });
    if (!files) return program.report(files.error());
    json::Array list;
    for (const DownloadedFile& file : *files) {
        list.push_back(
            json::Object{{"path", file.path.string()}, {"bytes", file.bytes}, {"sha256", file.sha256}});
        if (!program.json) program.shell.out << file.path.string() << "\n";
    }
    if (program.json) program.shell.out << json::write(list, {json::Layout::pretty, false}) << "\n";
    program.shell.out.flush();
    return ExitCode::done;
}

}  // namespace

void add_download_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("download", "Fetch result files from a server");
    const auto options = std::make_shared<DownloadOptions>();
    command.add_option("file", options->what, "file name on the server");
    command.add_option("--prompt", options->prompt, "every file of this finished prompt")->type_name("ID");
    command.add_option("--subfolder", options->subfolder, "folder of the file on the server");
    command.add_option("--type", options->type, "output, input or temp")
        ->check(CLI::IsMember({"input", "temp", "output"}));
    command.add_option("-o,--output", options->target, "folder to save in")->type_name("DIR");
    add_server_options(command, program);
    add_timeout_option(command, program, "for all files together (default 30m)");
    add_json_option(command, program);
    command.callback([&program, options] {
        program.chosen = [&program, options] { return download_files(*options, program); };
    });
}

}  // namespace divan::app
