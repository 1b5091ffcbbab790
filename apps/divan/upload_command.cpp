#include <ostream>

#include <divan/base/text.hpp>
#include <divan/client/upload.hpp>
#include <divan/json/write.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

struct UploadOptions {
    std::vector<std::string> files;
    std::string subfolder, type = "input";
    bool overwrite = false;
};

asio::awaitable<Result<std::vector<StoredFile>>> upload_all(Connection& server, UploadOptions options,
                                                            Deadline deadline) {
    std::vector<StoredFile> stored;
    for (const std::string& file : options.files) {
        Upload upload{std::filesystem::path{file}};
        upload.subfolder = options.subfolder;
        upload.type = options.type;
        upload.overwrite = options.overwrite;
        auto one = co_await upload_image(server, std::move(upload), deadline);
        if (!one) co_return fail(std::move(one).error().with("file", file));
        stored.push_back(*std::move(one));
    }
    co_return stored;
}

ExitCode upload(const UploadOptions& options, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto deadline = within(program.timeout_or(*settings, std::chrono::minutes{10}));
    const auto stored = ask<std::vector<StoredFile>>(
        program, *settings, [&](Connection& server) { return upload_all(server, options, deadline); });
    if (!stored) return program.report(stored.error());
    json::Array names;
    for (const StoredFile& file : *stored) {
        names.push_back(file.raw);
        if (!program.json) program.shell.out << printable(file.reference()) << "\n";
    }
    if (program.json) program.shell.out << json::write(names, {json::Layout::pretty, false}) << "\n";
    program.shell.out.flush();
    return ExitCode::done;
}

}  // namespace

void add_upload_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand(
        "upload", "Put files into a server's input folder; prints the names that nodes take");
    const auto options = std::make_shared<UploadOptions>();
    command.add_option("file", options->files, "pictures, audio, video or 3D files")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--subfolder", options->subfolder, "below the folder");
    command.add_option("--type", options->type, "input, temp or output")
        ->check(CLI::IsMember({"input", "temp", "output"}));
    command.add_flag("--overwrite", options->overwrite,
                     "replace a file of that name (default: the server picks a new name)");
    add_server_options(command, program);
    add_timeout_option(command, program, "for all files together (default 10m)");
    add_json_option(command, program);
    command.callback(
        [&program, options] { program.chosen = [&program, options] { return upload(*options, program); }; });
}

}  // namespace divan::app
