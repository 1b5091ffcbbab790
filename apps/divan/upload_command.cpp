#include <ostream>

#include <divan/base/text.hpp>
#include <divan/client/upload.hpp>
#include <divan/engine/fit_attachment.hpp>
#include <divan/json/write.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

struct UploadOptions {
    std::vector<std::string> files;
    std::string subfolder, type = "input";
    bool overwrite = false;
    int max_side = 0;  ///< 0: as they are
};

/// Large pictures become smaller in this process.
Result<Upload> upload_of(const std::string& file, int max_side) {
    if (max_side == 0) return Upload{std::filesystem::path{file}};
    auto fitted = engine::fit_attachment(Attachment::from_file(file), max_side);
    if (!fitted) return fail(std::move(fitted).error());
    if (!fitted->made) return Upload{std::filesystem::path{file}};
    return Upload{std::filesystem::path{file}.filename().string(), *fitted->attachment.bytes()};
}

asio::awaitable<Result<std::vector<StoredFile>>> upload_all(Connection& server, UploadOptions options,
                                                            Deadline deadline) {
    std::vector<StoredFile> stored;
    for (const std::string& file : options.files) {
        auto prepared = upload_of(file, options.max_side);
        if (!prepared) co_return fail(std::move(prepared).error().with("file", file));
        Upload upload = *std::move(prepared);
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
    command
        .add_option("--max-side", options->max_side,
                    "scale pictures down that have more pixels on a side (PNG, JPEG, WebP)")
        ->check(CLI::Range(1, 32'768))
        ->type_name("PIXELS");
    command.add_flag("--overwrite", options->overwrite,
                     "replace a file of that name (default: the server picks a new name)");
    add_server_options(command, program);
    add_timeout_option(command, program, "for all files together (default 10m)");
    add_json_option(command, program);
    command.callback(
        [&program, options] { program.chosen = [&program, options] { return upload(*options, program); }; });
}

}  // namespace divan::app
