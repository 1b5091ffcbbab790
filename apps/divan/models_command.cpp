#include <map>
#include <ostream>

#include <divan/base/text.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/json/write.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

using ModelLists = std::map<std::string, std::vector<std::string>>;

asio::awaitable<Result<ModelLists>> read_models(Connection& server, std::string folder, Deadline deadline) {
    std::vector<std::string> folders{folder};
    if (folder.empty()) {
        auto all = co_await model_folders(server, deadline);
        if (!all) co_return fail(std::move(all).error());
        folders = *std::move(all);
    }
    ModelLists lists;
    for (const std::string& name : folders) {
        auto files = co_await models(server, name, deadline);
        if (!files) co_return fail(std::move(files).error());
        lists[name] = *std::move(files);
    }
    co_return lists;
}

ExitCode list_models(const std::string& folder, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto deadline = within(program.timeout_or(*settings, std::chrono::seconds{60}));
    const auto lists = ask<ModelLists>(
        program, *settings, [&](Connection& server) { return read_models(server, folder, deadline); });
    if (!lists) return program.report(lists.error());
    if (program.json) {
        json::Object all;
        for (const auto& [name, files] : *lists) all[name] = json::Array(files.begin(), files.end());
        program.shell.out << json::write(all, {json::Layout::pretty, false}) << std::endl;
        return ExitCode::done;
    }
    for (const auto& [name, files] : *lists)
        for (const auto& file : files) program.shell.out << printable(name) << "/" << printable(file) << "\n";
    program.shell.out.flush();
    return ExitCode::done;
}

}  // namespace

void add_models_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("models", "List the model files of a server");
    const auto folder = std::make_shared<std::string>();
    command.add_option("folder", *folder, "one folder, e.g. checkpoints or loras; all of them otherwise");
    add_server_options(command, program);
    add_timeout_option(command, program, "for the server's answers (default 60s)");
    add_json_option(command, program);
    command.callback([&program, folder] {
        program.chosen = [&program, folder] { return list_models(*folder, program); };
    });
}

}  // namespace divan::app
