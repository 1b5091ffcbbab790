#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "gateway_access.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr const char* kFleet = "/api/v2/divan/fleet";

struct FleetOptions {
    GatewayOptions gateway;
    std::string server, url, basic, bearer;
    std::optional<int> slots;
    std::optional<std::chrono::milliseconds> running;
    bool exclusive = false, undo = false;
};

Result<json::Value> ask(const FleetOptions& options, const Program& program,
                        const net::HttpRequest& request) {
    return ask_gateway<json::Value>(options.gateway, [&](GatewayAccess& gateway) {
        return gateway.ask_patiently(request, request.method == "GET" ? 4 : 1,
                                     within(program.timeout.value_or(30s)));
    });
}

std::string shown(const json::Value& object, std::string_view member) {
    const json::Value* value = json::find(object, member);
    if (!value || value->is_null()) return "-";
    if (const auto text = json::text_of(*value)) return printable(*text, 200);
    return json::write(*value);
}

/// Free and total memory of the first device, in GiB.
std::string vram(const json::Value& server) {
    const json::Value* system = json::find(server, "system");
    const json::Value* member = system ? json::find(*system, "devices") : nullptr;
    const json::Array* devices = member ? json::array_of(*member) : nullptr;
    if (!devices || devices->empty()) return "-";
    const auto gib = [&](const char* name) {
        const json::Value* bytes = json::find(devices->front(), name);
        return (bytes ? json::to_double(*bytes).value_or(0) : 0) / 1024 / 1024 / 1024;
    };
    return fmt::format("{:.1f}/{:.1f} GiB", gib("vram_free_bytes"), gib("vram_total_bytes"));
}

std::string server_line(const json::Value& server) {
    const bool draining = shown(server, "draining") == "true";
    std::string line = fmt::format(
        "{:<16} {:<24} {:<10} {:>3}/{:<3} {:>16} {:>7} ok {:>5} failed", shown(server, "id"),
        shown(server, "address"), draining ? "draining" : shown(server, "health"), shown(server, "in_flight"),
        shown(server, "slots"), vram(server), shown(server, "succeeded"), shown(server, "failed"));
    const std::string error = shown(server, "last_error");
    return error == "-" ? line : line + "  last error: " + error;
}

ExitCode tell(const Program& program, const Result<json::Value>& answer,
              const std::function<void(const json::Value&)>& words) {
    if (!answer) return program.report(answer.error());
    if (program.json)
        program.shell.out << json::write(*answer, {json::Layout::pretty, false}) << std::endl;
    else
        words(*answer);
    return ExitCode::done;
}

ExitCode list_servers(const FleetOptions& options, Program& program) {
    const auto fleet = ask(options, program, net::HttpRequest{"GET", kFleet});
    return tell(program, fleet, [&](const json::Value& answer) {
        const json::Value* member = json::find(answer, "servers");
        const json::Array* servers = member ? json::array_of(*member) : nullptr;
        for (const json::Value& server : servers ? *servers : json::Array{})
            program.shell.out << server_line(server) << "\n";
        program.shell.out.flush();
    });
}

ExitCode add_server(const FleetOptions& options, Program& program) {
    json::Object body;
    body["url"] = options.url;
    if (!options.server.empty()) body["id"] = options.server;
    if (options.slots) body["slots"] = *options.slots;
    if (options.exclusive) body["exclusive"] = true;
    if (!options.basic.empty()) body["basic"] = options.basic;
    if (!options.bearer.empty()) body["bearer"] = options.bearer;
    const net::HttpRequest request{"POST", kFleet, json::write(json::Value(std::move(body))),
                                   "application/json"};
    return tell(program, ask(options, program, request),
                [&](const json::Value& server) {
                    program.shell.out << server_line(server) << std::endl;
                    if (!program.quiet)
                        program.shell.err
                            << "until the gateway ends; what should come back belongs into its configuration"
                            << std::endl;
                });
}

ExitCode drain_server(const FleetOptions& options, Program& program) {
    json::Object body{{"draining", !options.undo}};
    if (options.running) body["running_seconds"] = static_cast<double>(options.running->count()) / 1000;
    const net::HttpRequest request{"POST",
                                   std::string{kFleet} + "/" + net::percent_encode(options.server) + "/drain",
                                   json::write(json::Value(std::move(body))), "application/json"};
    return tell(program, ask(options, program, request),
                [&](const json::Value& server) { program.shell.out << server_line(server) << std::endl; });
}

ExitCode remove_server(const FleetOptions& options, Program& program) {
    const std::string where = std::string{kFleet} + "/" + net::percent_encode(options.server);
    const auto removed =
        ask_gateway<void>(options.gateway, [&](GatewayAccess& gateway) -> asio::awaitable<Result<void>> {
            net::HttpRequest request{"DELETE", where};
            auto reply =
                co_await gateway.http().exchange(std::move(request), within(program.timeout.value_or(30s)));
            if (!reply) co_return fail(std::move(reply).error());
            if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
            co_return Result<void>{};
        });
    if (!removed) return program.report(removed.error());
    if (program.json)
        program.shell.out << json::write(json::Object{{"removed", options.server}}) << std::endl;
    else
        program.shell.out << "removed " << options.server << std::endl;
    return ExitCode::done;
}

using Action = ExitCode (*)(const FleetOptions&, Program&);

CLI::App& add_action(CLI::App& parent, Program& program, std::shared_ptr<FleetOptions> options,
                     const char* name, const char* what, Action action) {
    auto& command = *parent.add_subcommand(name, what);
    add_gateway_options(command, options->gateway);
    add_timeout_option(command, program, "for the gateway's answer (default 30s)");
    add_json_option(command, program);
    command.callback([&program, options, action] {
        program.chosen = [&program, options, action] { return action(*options, program); };
    });
    return command;
}

}  // namespace

void add_fleet_command(CLI::App& app, Program& program) {
    auto& fleet = *app.add_subcommand("fleet", "The ComfyUI servers of a gateway");
    fleet.require_subcommand(1);
    const auto options = std::make_shared<FleetOptions>();
    add_action(fleet, program, options, "ls", "the servers: health, jobs, memory", list_servers);
    auto& add =
        add_action(fleet, program, options, "add", "one more server, until the gateway ends", add_server);
    add.add_option("url", options->url, "its address")->required()->type_name("URL");
    add.add_option("--id", options->server, "its name (default: host:port)")->type_name("NAME");
    add.add_option("--slots", options->slots, "prompts it may hold at once (default 2)")
        ->check(CLI::Range(1, 64));
    add.add_flag("--exclusive", options->exclusive, "nobody else uses it (see docs/gateway.md)");
    add.add_option("--basic", options->basic, "credentials for it")->type_name("NAME:PASSWORD");
    add.add_option("--bearer", options->bearer, "a token for it")->type_name("TOKEN");
    add.add_flag("-q,--quiet", program.quiet, "no advice");
    auto& drain = add_action(fleet, program, options, "drain",
                             "no new jobs there; what waits there goes elsewhere", drain_server);
    drain.add_option("server", options->server, "its name")->required()->type_name("ID");
    auto* undo = drain.add_flag("--undo", options->undo, "it gets jobs again");
    drain
        .add_option_function<std::string>(
            "--running",
            [options](const std::string& text) {
                const auto span = parse_duration(text);
                if (!span) throw CLI::ValidationError{"--running", span.error().message};
                options->running = *span;
            },
            "how long what runs there may go on; then it goes elsewhere, too (default: to its end)")
        ->type_name("DURATION")
        ->excludes(undo);
    add_action(fleet, program, options, "remove", "take a server out that has no jobs", remove_server)
        .add_option("server", options->server, "its name")
        ->required()
        ->type_name("ID");
}

}  // namespace divan::app
