#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "exit_codes.hpp"
#include "settings.hpp"
#include "terminal.hpp"

namespace divan::app {

/// Where the program reads and writes; tests give string streams.
struct Shell {
    std::istream& in;
    std::ostream& out;  ///< results and JSON, for programs
    std::ostream& err;  ///< everything for people
    Terminal terminal;
};

/// One start of the program: what the command line chose, and what all commands share.
class Program {
public:
    explicit Program(Shell outside) : shell{outside} {}

    /// Parses and runs. Never throws.
    ExitCode run(std::vector<std::string> arguments);

    /// File, environment and flags together. Errors: `invalid_argument`.
    Result<Settings> settings() const;
    /// `--timeout`, else the configured one, else `otherwise`.
    std::chrono::milliseconds timeout_or(const Settings& settings, std::chrono::milliseconds otherwise) const;

    /// Prints an error for people, or as JSON where `--json` or `--json-stream` is on, and gives its exit
    /// code.
    ExitCode report(const Error& error) const;

    Shell shell;
    std::vector<std::string> servers;  ///< --server
    std::vector<std::string> headers;  ///< --header
    std::optional<std::filesystem::path> config_file;
    std::optional<std::chrono::milliseconds> timeout;
    bool json = false, json_stream = false, verbose = false, quiet = false;
    std::function<ExitCode()> chosen;  ///< set by the sub-command that was named

private:
    ExitCode refuse(CLI::App& app, const CLI::ParseError& error,
                    const std::vector<std::string>& arguments) const;
};

/// The options that every command which talks to a server takes.
void add_server_options(CLI::App& command, Program& program);
void add_timeout_option(CLI::App& command, Program& program, const std::string& what);
void add_json_option(CLI::App& command, Program& program);

// One function per command; each adds its sub-command, and lives in the file of that name.
void add_run_command(CLI::App& app, Program& program);
void add_generate_command(CLI::App& app, Program& program);
void add_validate_command(CLI::App& app, Program& program);
void add_nodes_command(CLI::App& app, Program& program);
void add_codegen_command(CLI::App& app, Program& program);
void add_models_command(CLI::App& app, Program& program);
void add_queue_command(CLI::App& app, Program& program);
void add_upload_command(CLI::App& app, Program& program);
void add_download_command(CLI::App& app, Program& program);
void add_batch_command(CLI::App& app, Program& program);
void add_jobs_command(CLI::App& app, Program& program);
void add_fleet_command(CLI::App& app, Program& program);
void add_store_command(CLI::App& app, Program& program);
void add_keys_command(CLI::App& app, Program& program);
void add_serve_command(CLI::App& app, Program& program);
void add_engine_command(CLI::App& app, Program& program);
void add_doctor_command(CLI::App& app, Program& program);
void add_completion_command(CLI::App& app, Program& program);

}  // namespace divan::app
