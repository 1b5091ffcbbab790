#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>
#include <divan/store/backup.hpp>
#include <divan/store/open_store.hpp>

#include "gateway_access.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

struct StoreOptions {
    std::optional<std::string> data, database;
    std::string folder, gateway, key;
    bool rows_only = false;
};

/// The store of a gateway, opened by itself.
struct OpenStore {
    std::unique_ptr<store::Store> jobs;
    std::unique_ptr<store::AssetStore> files;
};

Error while_a_gateway_runs(Error error) {
    if (error.code == Errc::store_in_use)
        error.hint = "ask that gateway with --gateway URL, or stop it first";
    return error;
}

Result<OpenStore> open_store(asio::io_context& io, const StoreOptions& options, const Settings& settings,
                             bool must_exist) {
    const std::filesystem::path data =
        options.data ? std::filesystem::path{*options.data} : settings.gateway.data_folder;
    const std::string database = options.database.value_or(settings.gateway.database);
    if (must_exist && database.empty() && !std::filesystem::exists(data / "jobs.db"))
        return fail(
            Error{Errc::invalid_argument, "there is no store in this folder", "name it with --data"}.with(
                "folder", data.string()));
    auto jobs = database.empty()
                    ? store::open_sqlite_store(io.get_executor(), data / "jobs.db")
                    : store::open_postgres_store(io.get_executor(), store::PostgresOptions{database});
    if (!jobs) return fail(while_a_gateway_runs(std::move(jobs).error()));
    auto files = store::open_disk_assets(store::DiskAssetOptions{data / "files"});
    if (!files) return fail(std::move(files).error());
    return OpenStore{std::move(*jobs), std::move(*files)};
}

json::Object to_json(const store::BackupReport& report) {
    json::Object object;
    object["rows"] = report.rows;
    object["files"] = report.files;
    object["bytes"] = report.bytes;
    object["missing_files"] = report.missing_files;
    return object;
}

/// A backup that lacks files of results is told by its exit code, too.
ExitCode tell(const Program& program, const Result<store::BackupReport>& report, const char* done) {
    if (!report) return program.report(report.error());
    if (program.json)
        program.shell.out << json::write(json::Value(to_json(*report)), {json::Layout::pretty, false})
                          << std::endl;
    else
        program.shell.out << fmt::format("{} {} rows and {} files ({} bytes)", done, report->rows,
                                         report->files, report->bytes)
                          << std::endl;
    if (report->missing_files == 0) return ExitCode::done;
    program.shell.err << report->missing_files << " files were missing or damaged" << std::endl;
    return ExitCode::not_saved;
}

/// The gateway does it, while it works.
Result<json::Value> ask(const StoreOptions& options, const Program& program, const std::string& what,
                        const json::Object& body) {
    GatewayOptions where;
    where.url = options.gateway;
    where.key = options.key;
    return ask_gateway<json::Value>(where, [&](GatewayAccess& gateway) {
        net::HttpRequest request{"POST", "/api/v2/divan/store/" + what, json::write(json::Value(body)),
                                 "application/json"};
        return gateway.ask(std::move(request), within(program.timeout.value_or(std::chrono::hours{1})));
    });
}

std::int64_t number(const json::Value& object, const char* member) {
    const json::Value* value = json::find(object, member);
    return value ? json::to_int64(*value).value_or(0) : 0;
}

ExitCode back_up_at_gateway(const StoreOptions& options, Program& program) {
    if (options.data || options.database || options.rows_only)
        return program.report(Error{Errc::invalid_argument, "--gateway has a store of its own",
                                    "leave --data, --database and --rows-only out"});
    const auto made = ask(options, program, "backup", json::Object{{"name", options.folder}});
    if (!made) return program.report(made.error());
    store::BackupReport report;
    report.rows = number(*made, "rows");
    report.files = number(*made, "files");
    report.bytes = number(*made, "bytes");
    report.missing_files = number(*made, "missing_files");
    if (!program.json) program.shell.out << printable(json::text_or(*made, "folder")) << "\n";
    return tell(program, report, "kept");
}

using Work = std::function<asio::awaitable<Result<store::BackupReport>>(OpenStore&)>;

ExitCode carry_out(const StoreOptions& options, Program& program, bool must_exist, const char* done,
                   const Work& work) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    asio::io_context io{1};
    auto open = open_store(io, options, *settings, must_exist);
    if (!open) return program.report(open.error());
    const auto report = run_to_end(io, work(*open));
    open->jobs->close();
    return tell(program, report, done);
}

ExitCode back_up(const StoreOptions& options, Program& program) {
    if (!options.gateway.empty()) return back_up_at_gateway(options, program);
    return carry_out(options, program, true, "kept", [&](OpenStore& open) {
        return store::back_up(*open.jobs, options.rows_only ? nullptr : open.files.get(), options.folder);
    });
}

ExitCode restore(const StoreOptions& options, Program& program) {
    if (!std::filesystem::exists(std::filesystem::path{options.folder} / "store.ndjson"))
        return program.report(Error{Errc::invalid_argument, "there is no backup in this folder"}.with(
            "folder", options.folder));
    return carry_out(options, program, false, "brought back", [&](OpenStore& open) {
        return store::restore(*open.jobs, options.rows_only ? nullptr : open.files.get(), options.folder);
    });
}

ExitCode tell_problems(const Program& program, const std::vector<store::Problem>& problems) {
    json::Array list;
    for (const store::Problem& problem : problems) {
        json::Object one;
        one["what"] = problem.what;
        one["where"] = problem.where;
        if (!program.json) program.shell.out << problem.what << ": " << problem.where << "\n";
        list.emplace_back(std::move(one));
    }
    if (program.json)
        program.shell.out << json::write(json::Object{{"problems", std::move(list)}},
                                         {json::Layout::pretty, false})
                          << std::endl;
    else if (problems.empty())
        program.shell.out << "the store is sound" << std::endl;
    program.shell.out.flush();
    return problems.empty() ? ExitCode::done : ExitCode::failed;
}

std::vector<store::Problem> problems_in(const json::Value& answer) {
    const json::Value* member = json::find(answer, "problems");
    const json::Array* list = member ? json::array_of(*member) : nullptr;
    std::vector<store::Problem> problems;
    for (const json::Value& one : list ? *list : json::Array{})
        problems.push_back({printable(json::text_or(one, "what")), printable(json::text_or(one, "where"))});
    return problems;
}

ExitCode check(const StoreOptions& options, Program& program) {
    if (!options.gateway.empty()) {
        const auto answer = ask(options, program, "check", json::Object{});
        return answer ? tell_problems(program, problems_in(*answer)) : program.report(answer.error());
    }
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    asio::io_context io{1};
    auto open = open_store(io, options, *settings, true);
    if (!open) return program.report(open.error());
    const auto problems =
        run_to_end(io, store::check(*open->jobs, options.rows_only ? nullptr : open->files.get()));
    open->jobs->close();
    if (!problems) return program.report(problems.error());
    return tell_problems(program, *problems);
}

using Action = ExitCode (*)(const StoreOptions&, Program&);

CLI::App& add_action(CLI::App& parent, Program& program, std::shared_ptr<StoreOptions> options,
                     const char* name, const char* what, Action action) {
    auto& command = *parent.add_subcommand(name, what);
    command.add_option("--data", options->data, "the gateway's folder (default: divan-data)")
        ->type_name("FOLDER");
    command.add_option("--database", options->database, "its PostgreSQL, if it has one")->type_name("URL");
    command.add_option("--config", program.config_file, "the gateway's configuration file")
        ->type_name("FILE");
    command.add_flag("--rows-only", options->rows_only, "without the files of results and uploads");
    add_json_option(command, program);
    command.callback([&program, options, action] {
        program.chosen = [&program, options, action] { return action(*options, program); };
    });
    return command;
}

}  // namespace

void add_store_command(CLI::App& app, Program& program) {
    auto& group = *app.add_subcommand("store", "The gateway's store: back up, restore, check");
    group.require_subcommand(1);
    const auto options = std::make_shared<StoreOptions>();
    const auto add_gateway = [&](CLI::App& command) {
        command.add_option("--gateway", options->gateway, "ask this gateway, while it works")
            ->type_name("URL");
        command.add_option("--key", options->key, "its API key")->envname("DIVAN_KEY")->type_name("KEY");
        add_timeout_option(command, program, "for the gateway's answer (default 1h)");
    };
    auto& backup = add_action(group, program, options, "backup",
                              "rows and files into a folder; what it has is not copied again", back_up);
    backup.add_option("folder", options->folder, "the backup; with --gateway a name in its data folder")
        ->required()
        ->type_name("FOLDER");
    add_gateway(backup);
    add_action(group, program, options, "restore", "a backup into an empty store", restore)
        .add_option("folder", options->folder, "the backup")
        ->required()
        ->type_name("FOLDER");
    add_gateway(
        add_action(group, program, options, "check", "look for contradictions, and read every file", check));
}

}  // namespace divan::app
