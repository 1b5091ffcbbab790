#include <csignal>
#include <ostream>

#include <divan/engine/engine.hpp>

#include "program.hpp"

namespace divan::app {
namespace {

struct EngineOptions {
    engine::EngineConfig config;
    std::string folder, models, faults, cache = "classic", cors;
    bool test_nodes = false, fault_control = false, no_previews = false, multi_user = false;
    int port = 8188;
    double max_upload_mb = 100;
};

engine::EngineConfig config_of(const EngineOptions& options, const Settings& settings) {
    engine::EngineConfig config = options.config;
    config.port = static_cast<std::uint16_t>(options.port);
    config.base = options.folder;
    config.models_file =
        options.models.empty() ? settings.models_file : std::filesystem::path{options.models};
    config.faults_file = options.faults;
    config.fault_control = options.fault_control;
    config.test_nodes = options.test_nodes;
    config.previews = !options.no_previews;
    config.cache = options.cache;
    config.cors_origin = options.cors;
    config.multi_user = options.multi_user;
    config.max_upload_bytes = static_cast<std::size_t>(options.max_upload_mb * 1024 * 1024);
    return config;
}

/// Blocks until SIGINT or SIGTERM, which must be blocked in every thread (done before the engine starts its
/// own).
void wait_for_signal(const sigset_t& signals) {
    int received = 0;
    while (sigwait(&signals, &received) != 0) {
    }
}

ExitCode serve(const EngineOptions& options, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const Logger log{settings->log_level, program.shell.err};
    engine::Engine engine{config_of(options, *settings), log};
    if (const auto started = engine.start(); !started) {
        program.report(started.error());
        return started.error().code == Errc::invalid_argument ? ExitCode::usage : ExitCode::failed;
    }
    program.shell.out << "divan engine listens on " << engine.url() << std::endl;
    program.shell.err
        << "stand-in models: pictures are drawn from prompt and seed, no weights are used. Ctrl-C stops."
        << std::endl;
    wait_for_signal(signals);
    engine.stop();
    return ExitCode::done;
}

}  // namespace

void add_engine_command(CLI::App& app, Program& program) {
    auto& command =
        *app.add_subcommand("engine", "Serve ComfyUI's protocol without a GPU: the embedded engine");
    const auto options = std::make_shared<EngineOptions>();
    command.add_option("--port", options->port, "0: a free one, named on standard output")
        ->check(CLI::Range(0, 65535));
    command.add_option("--address", options->config.address, "address to listen on");
    command.add_option("--folder", options->folder,
                       "holds input, output, temp and user (default: a temporary folder)");
    command.add_option("--models", options->models, "costs of the stand-in models (TOML, docs/engine.md)");
    command.add_option("--faults", options->faults, "fault plan (TOML, docs/engine.md)");
    command.add_flag("--fault-control", options->fault_control, "the route /divan/faults exists");
    command.add_flag("--test-nodes", options->test_nodes, "the Trap* nodes exist");
    command.add_flag("--no-previews", options->no_previews, "send no preview pictures");
    command.add_option("--cache", options->cache, "classic, none or lru:N");
    command.add_option("--max-upload-size", options->max_upload_mb, "in MiB")->check(CLI::PositiveNumber);
    command.add_option("--enable-cors-header", options->cors,
                       "allowed origin; also turns the origin check off");
    command.add_flag("--multi-user", options->multi_user, "users by the header comfy-user");
    command.add_option("--config", program.config_file, "configuration file")->type_name("FILE");
    command.add_flag("-v,--verbose", program.verbose, "log each request on standard error");
    command.callback(
        [&program, options] { program.chosen = [&program, options] { return serve(*options, program); }; });
}

}  // namespace divan::app
