#include "program.hpp"

#include <algorithm>
#include <ostream>

#include <divan/base/clock.hpp>
#include <divan/base/nearest.hpp>
#include <divan/json/write.hpp>

#include "error_json.hpp"

namespace divan::app {
namespace {

void add_commands(CLI::App& app, Program& program) {
    add_run_command(app, program);
    add_generate_command(app, program);
    add_validate_command(app, program);
    add_nodes_command(app, program);
    add_codegen_command(app, program);
    add_models_command(app, program);
    add_queue_command(app, program);
    add_upload_command(app, program);
    add_download_command(app, program);
    add_batch_command(app, program);
    add_jobs_command(app, program);
    add_fleet_command(app, program);
    add_serve_command(app, program);
    add_store_command(app, program);
    add_keys_command(app, program);
    add_engine_command(app, program);
    add_doctor_command(app, program);
    add_completion_command(app, program);
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

}  // namespace

ExitCode Program::run(std::vector<std::string> arguments) {
    CLI::App app{"Runs ComfyUI workflows: on a server, or on the embedded engine when none is configured.",
                 "divan"};
    app.set_version_flag("--version", "divan " DIVAN_VERSION);
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    app.footer(
        "Exit codes: 0 done, 2 wrong usage, 3 workflow rejected, 4 execution failed, 5 server not "
        "reachable,\n"
        "6 timed out, 7 cancelled, 8 a result could not be saved. More: docs/cli.md");
    app.option_defaults()->always_capture_default();
    add_commands(app, *this);
    try {
        std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        return refuse(app, error, arguments);
    }
    try {
        return chosen();
    } catch (const std::exception& error) {
        shell.err << "divan: internal error: " << error.what() << "\n";
        return ExitCode::failed;
    }
}

ExitCode Program::refuse(CLI::App& app, const CLI::ParseError& error,
                         const std::vector<std::string>& arguments) const {
    if (error.get_exit_code() == 0) {  // --help and --version
        app.exit(error, shell.out, shell.err);
        return ExitCode::done;
    }
    const auto names = command_names(app);
    const bool known =
        !arguments.empty() && std::find(names.begin(), names.end(), arguments[0]) != names.end();
    if (arguments.empty() || known || arguments[0].starts_with("-")) {
        shell.err << "divan: " << (arguments.empty() ? "name a command" : error.what()) << "\n"
                  << "hint: divan " << (known ? arguments[0] + " " : "") << "--help\n";
        return ExitCode::usage;
    }
    const std::string meant = did_you_mean(arguments[0], names);
    shell.err << "divan: '" << arguments[0] << "' is no command\n"
              << "hint: " << (meant.empty() ? "divan --help lists the commands" : meant) << "\n";
    return ExitCode::usage;
}

Result<Settings> Program::settings() const {
    auto settings = read_settings(config_file);
    if (!settings) return settings;
    if (!servers.empty()) settings->servers = servers;
    settings->headers.insert(settings->headers.end(), headers.begin(), headers.end());
    if (verbose) settings->log_level = LogLevel::debug;
    return settings;
}

std::chrono::milliseconds Program::timeout_or(const Settings& settings,
                                              std::chrono::milliseconds otherwise) const {
    if (timeout) return *timeout;
    return settings.timeout.count() > 0 ? settings.timeout : otherwise;
}

ExitCode Program::report(const Error& error) const {
    if (json || json_stream)
        shell.out << json::write(json::Object{{"error", to_json(error)}}) << std::endl;
    else
        shell.err << paint(shell.terminal, Colour::red, "divan: ") << describe(error) << std::endl;
    return exit_code_of(error);
}

void add_server_options(CLI::App& command, Program& program) {
    command.add_option("--server", program.servers, "URL of a ComfyUI server; may be given several times")
        ->type_name("URL")
        ->allow_extra_args(false);  // or the option would swallow what follows it
    command
        .add_option("--header", program.headers, "a further header for the server, e.g. \"X-Team: render\"")
        ->type_name("H")
        ->allow_extra_args(false);
    command
        .add_option("--config", program.config_file,
                    "configuration file (default: ./divan.toml, then the user's)")
        ->type_name("FILE");
    command.add_flag("-v,--verbose", program.verbose, "log what happens, on standard error");
}

void add_timeout_option(CLI::App& command, Program& program, const std::string& what) {
    command
        .add_option_function<std::string>(
            "--timeout",
            [&program](const std::string& text) {
                const auto duration = parse_duration(text);
                if (!duration)
                    throw CLI::ValidationError{"--timeout",
                                               duration.error().message + "; " + duration.error().hint};
                program.timeout = *duration;
            },
            what)
        ->type_name("DURATION");
}

void add_json_option(CLI::App& command, Program& program) {
    command.add_flag("--json", program.json, "one JSON document on standard output");
}

}  // namespace divan::app
