#include <cstdlib>
#include <ostream>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

#include <divan/engine/engine.hpp>
#include <divan/gateway/gateway.hpp>

#include "event_loop.hpp"
#include "gateway_settings.hpp"
#include "log_file.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

struct ServeOptions {
    std::optional<std::string> address, data, database, certificate, certificate_key;
    std::optional<int> port;
    int engines = 0;
    bool require_keys = false, behind_tls_proxy = false, check_config = false, test_nodes = false;
};

/// Everything that serving needs, and the engines it may stand on.
struct Service {
    Settings settings;
    std::unique_ptr<Logger> log;
    std::vector<std::unique_ptr<engine::Engine>> engines;
};

Result<void> take_flags(const ServeOptions& options, Settings& settings) {
    gateway::GatewayConfig& config = settings.gateway;
    if (options.address) config.listen.address = *options.address;
    if (options.port) config.listen.port = static_cast<std::uint16_t>(*options.port);
    if (options.data) config.data_folder = *options.data;
    if (options.database) config.database = *options.database;
    if (options.certificate) config.listen.certificate = *options.certificate;
    if (options.certificate_key) config.listen.certificate_key = *options.certificate_key;
    config.require_keys |= options.require_keys;
    config.listen.behind_tls_proxy |= options.behind_tls_proxy;
    config.template_folder = settings.workflow_folder;
    config.media.pictures.program = "/proc/self/exe";  // also when it was replaced meanwhile
    config.backup_folder = settings.backup_folder;
    config.output_folder = output_folder_of(settings);
    for (const std::string& url : settings.servers) {
        auto server = server_of(url, settings);
        if (!server) return fail(std::move(server).error());
        config.dispatch.servers.push_back(*std::move(server));
    }
    return {};
}

Result<std::unique_ptr<Logger>> open_log(const Settings& settings, std::ostream& err) {
    if (settings.log_folder.empty()) return std::make_unique<Logger>(settings.log_level, err);
    auto file = LogFile::open(settings.log_folder);
    if (!file) return fail(std::move(file).error());
    const auto shared = std::make_shared<LogFile>(*std::move(file));
    return std::make_unique<Logger>(settings.log_level,
                                    [shared](LogLevel, std::string_view line) { shared->write(line); });
}

/// Engines keep their names over restarts; their ports change.
Result<void> start_engines(Service& service, int count, bool test_nodes) {
    for (int number = 1; number <= count; ++number) {
        engine::EngineConfig config;
        config.models_file = service.settings.models_file;
        config.test_nodes = test_nodes;
        auto engine = std::make_unique<engine::Engine>(std::move(config), *service.log);
        if (auto started = engine->start(); !started) return fail(std::move(started).error());
        auto connection = parse_server_address(engine->url());
        if (!connection) return fail(std::move(connection).error());
        service.settings.gateway.dispatch.servers.emplace_back(ServerId{fmt::format("engine-{}", number)},
                                                               *std::move(connection));
        service.engines.push_back(std::move(engine));
    }
    return {};
}

std::string what_serves(const Service& service) {
    const std::size_t servers = service.settings.gateway.dispatch.servers.size() - service.engines.size();
    if (service.engines.empty()) return fmt::format("{} ComfyUI server{}", servers, servers == 1 ? "" : "s");
    return fmt::format("{}{} embedded engine{}, which draw{} stand-in pictures (--server URL for real ones)",
                       servers ? fmt::format("{} ComfyUI servers and ", servers) : "", service.engines.size(),
                       service.engines.size() == 1 ? "" : "s", service.engines.size() == 1 ? "s" : "");
}

/// Until SIGINT or SIGTERM; then in good order. A second signal ends the process at once: as safe as a crash.
asio::awaitable<Result<void>> serve_until_told(gateway::Gateway& gateway, const Service& service,
                                               Program& program) {
    const auto executor = co_await asio::this_coro::executor;
    asio::signal_set signals{executor, SIGINT, SIGTERM};
    using namespace asio::experimental::awaitable_operators;
    auto first = co_await (gateway.start() || signals.async_wait(asio::use_awaitable));
    if (first.index() == 1) co_return Result<void>{};  // told to end before it was ready
    auto started = std::get<0>(std::move(first));
    if (!started) co_return fail(std::move(started).error());
    program.shell.out << "divan serve listens on " << gateway.url() << std::endl;
    if (!program.quiet) program.shell.err << "jobs run on " << what_serves(service) << std::endl;
    co_await signals.async_wait(asio::use_awaitable);
    if (!program.quiet)
        program.shell.err
            << "stopping: what is being collected is finished, the rest goes on at the servers; "
               "once more to leave at once"
            << std::endl;
    signals.async_wait([](const boost::system::error_code& error, int) {
        if (!error) std::_Exit(1);
    });
    const bool in_time = co_await gateway.stop(within(service.settings.drain));
    if (!in_time && !program.quiet)
        program.shell.err
            << "time was over before all results were fetched; they are fetched after the next start"
            << std::endl;
    co_return Result<void>{};
}

ExitCode end_with(const Program& program, const Error& error) {
    const ExitCode code = program.report(error);
    return code == ExitCode::not_saved ? ExitCode::failed : code;  // no result is at stake here
}

ExitCode serve(const ServeOptions& options, Program& program) {
    auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    Service service{*std::move(settings), nullptr, {}};
    if (auto taken = take_flags(options, service.settings); !taken) return program.report(taken.error());
    if (options.check_config) {
        const gateway::GatewayConfig& config = service.settings.gateway;
        if (auto listening = gateway::check_listening(config.listen, config.require_keys); !listening)
            return end_with(program, listening.error());
        program.shell.out << "the configuration is good" << std::endl;
        return ExitCode::done;
    }
    auto log = open_log(service.settings, program.shell.err);
    if (!log) return end_with(program, log.error());
    service.log = *std::move(log);
    const bool no_servers = service.settings.gateway.dispatch.servers.empty();
    if (auto started = start_engines(service,
                                     options.engines > 0 ? options.engines
                                     : no_servers        ? 1
                                                         : 0,
                                     options.test_nodes);
        !started)
        return end_with(program, started.error());
    asio::io_context io{1};
    gateway::Gateway gateway{io.get_executor(), service.settings.gateway, *service.log};
    std::optional<Result<void>> ended;
    asio::co_spawn(io, serve_until_told(gateway, service, program),
                   [&](const std::exception_ptr& exception, Result<void> result) {
                       if (exception) std::rethrow_exception(exception);
                       ended = std::move(result);
                       io.stop();
                   });
    io.run();
    gateway.abandon();
    if (!*ended) return end_with(program, ended->error());
    return ExitCode::done;
}

}  // namespace

void add_serve_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand(
        "serve", "Put a durable queue in front of ComfyUI servers: jobs over HTTP, none is lost");
    const auto options = std::make_shared<ServeOptions>();
    command.add_option("--port", options->port, "0: a free one, named on standard output (default: 8190)")
        ->check(CLI::Range(0, 65535));
    command.add_option("--address", options->address, "address to listen on (default: 127.0.0.1)");
    command.add_option("--engines", options->engines, "embedded engines to run jobs on")
        ->check(CLI::Range(0, 64));
    command.add_option("--data", options->data, "folder for database and files (default: divan-data)")
        ->type_name("FOLDER");
    command.add_option("--database", options->database, "PostgreSQL, for several gateways (default: SQLite)")
        ->type_name("URL");
    command.add_flag("--require-keys", options->require_keys, "refuse requests without an API key");
    command.add_flag("--behind-tls-proxy", options->behind_tls_proxy,
                     "others reach this through TLS that ends before it");
    command
        .add_option("--tls-certificate", options->certificate,
                    "serve over TLS with this certificate (PEM, its authorities behind it)")
        ->type_name("FILE");
    command
        .add_option("--tls-key", options->certificate_key,
                    "its private key (PEM; default: in the certificate's file)")
        ->type_name("FILE");
    command.add_flag("--check-config", options->check_config,
                     "read the configuration, say what is wrong, end");
    command.add_flag("--test-nodes", options->test_nodes, "the engines have the Trap* nodes");
    add_server_options(command, program);
    command.add_flag("-q,--quiet", program.quiet, "say only the address");
    command.callback(
        [&program, options] { program.chosen = [&program, options] { return serve(*options, program); }; });
}

}  // namespace divan::app
