#include <ctime>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/json/write.hpp>

#include "error_json.hpp"
#include "server_access.hpp"

namespace divan::app {
namespace {

enum class Health { good, warning, bad };

/// One thing that was looked at, and what to do about it.
struct Finding {
    Health health = Health::good;
    std::string subject, text, advice;
};

using Findings = std::vector<Finding>;

double gib(std::int64_t bytes) { return static_cast<double>(bytes) / (1024.0 * 1024 * 1024); }

Finding version_finding(const protocol::SystemStats& stats) {
    const auto version = parse_version(stats.comfyui_version);
    if (!version)
        return {Health::warning, "version", "the server does not tell its version",
                "update ComfyUI to 0.3.64 or newer"};
    if (*version < needed_version(Capability::own_prompt_id))
        return {Health::warning, "version",
                version->str() + " chooses its own prompt ids, so a lost answer cannot be traced",
                "update ComfyUI to 0.3.45 or newer"};
    if (*version < needed_version(Capability::targeted_interrupt))
        return {Health::warning, "version", version->str() + " cannot interrupt one prompt only",
                "update ComfyUI to 0.3.57 or newer"};
    return {Health::good, "version",
            "ComfyUI " + version->str() + ", Python " +
                printable(stats.python_version.substr(0, stats.python_version.find(' '))) + ", PyTorch " +
                printable(stats.pytorch_version),
            ""};
}

void device_findings(const protocol::SystemStats& stats, Findings& findings) {
    if (stats.devices.empty())
        findings.push_back(
            {Health::warning, "devices", "the server names no device", "check the server's log"});
    for (const auto& device : stats.devices) {
        const double free = gib(device.vram_free_bytes), total = gib(device.vram_total_bytes);
        Finding finding{Health::good, "device",
                        fmt::format("{}: {:.1f} of {:.1f} GiB free", printable(device.name), free, total),
                        ""};
        if (device.type == "cpu") {
            finding.health = Health::warning;
            finding.advice = "sampling on a CPU takes minutes; image nodes are fine";
        } else if (total > 0 && free / total < 0.1) {
            finding.health = Health::warning;
            finding.advice = "another program may hold the memory; ComfyUI frees its own with POST /free";
        }
        findings.push_back(std::move(finding));
    }
}

Finding feature_finding(const Result<protocol::Features>& flags) {
    if (!flags)
        return {Health::warning, "features", flags.error().message,
                "older than 0.3.45: previews come without the node's name"};
    std::string text =
        flags->supports_preview_metadata ? "previews with metadata" : "previews without metadata";
    if (flags->max_upload_bytes)
        text += fmt::format(", uploads up to {:.0f} MiB",
                            static_cast<double>(*flags->max_upload_bytes) / 1024 / 1024);
    return {Health::good, "features", text, ""};
}

Finding model_finding(const Result<std::vector<std::string>>& files) {
    if (!files)
        return {Health::warning, "models", files.error().message,
                "GET /models/checkpoints failed: look into the server's log"};
    if (files->empty())
        return {Health::warning, "models", "no checkpoints",
                "put one into models/checkpoints; image nodes work without"};
    return {Health::good, "models", fmt::format("{} checkpoints", files->size()), ""};
}

/// The clocks matter for logs only; Divan never compares them to decide something.
Finding clock_finding(const net::HttpReply& reply) {
    const auto date = reply.headers.find("Date");
    std::tm parsed{};
    if (!date || !::strptime(std::string{*date}.c_str(), "%a, %d %b %Y %H:%M:%S", &parsed))
        return {Health::warning, "clock", "the server's answers carry no date",
                "times in logs cannot be compared"};
    const auto apart =
        std::llabs(static_cast<long long>(std::difftime(std::time(nullptr), ::timegm(&parsed))));
    if (apart <= 5) return {Health::good, "clock", "agrees with ours", ""};
    return {Health::warning, "clock", fmt::format("{} s apart from ours", apart),
            "set the time on both machines (NTP)"};
}

Finding disk_finding(const std::filesystem::path& folder) {
    std::filesystem::path present = std::filesystem::absolute(folder);
    while (!std::filesystem::exists(present) && present.has_parent_path()) present = present.parent_path();
    std::error_code error;
    const auto space = std::filesystem::space(present, error);
    if (error)
        return {Health::bad, "disk", "cannot look at " + present.string() + ": " + error.message(),
                "choose another folder with -o"};
    const double free = gib(static_cast<std::int64_t>(space.available));
    const std::string text = fmt::format("{:.1f} GiB free for results in {}", free, folder.string());
    if (free < 1) return {Health::warning, "disk", text, "free some space, or choose another folder with -o"};
    return {Health::good, "disk", text, ""};
}

asio::awaitable<Result<Findings>> examine(Connection& server, Deadline deadline) {
    Findings findings;
    auto round_trip = co_await ping(server, deadline);
    if (!round_trip) co_return fail(std::move(round_trip).error());
    findings.push_back({Health::good, "reachable",
                        fmt::format("{} answers in {} ms", server.server(), round_trip->count()), ""});
    auto stats = co_await system_stats(server, deadline);
    if (!stats) co_return fail(std::move(stats).error());
    findings.push_back(version_finding(*stats));
    device_findings(*stats, findings);
    const auto flags = co_await features(server, deadline);
    findings.push_back(feature_finding(flags));
    const auto files = co_await checkpoints(server, deadline);
    findings.push_back(model_finding(files));
    net::HttpRequest request{"GET", "/prompt"};
    auto reply = co_await fetch_api(server, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    findings.push_back(clock_finding(*reply));
    const auto opened = co_await server.open(deadline);
    if (opened)
        findings.push_back({Health::good, "socket", "the WebSocket opens and greets", ""});
    else
        findings.push_back({Health::warning, "socket", opened.error().message,
                            "progress and previews are missing; a proxy must pass WebSocket upgrades on"});
    co_return findings;
}

json::Value to_json(const Findings& findings) {
    json::Array list;
    for (const Finding& finding : findings)
        list.push_back(json::Object{{"health", finding.health == Health::good      ? "good"
                                               : finding.health == Health::warning ? "warning"
                                                                                   : "bad"},
                                    {"subject", finding.subject},
                                    {"text", finding.text},
                                    {"advice", finding.advice}});
    return list;
}

void print(const Findings& findings, const Shell& shell) {
    for (const Finding& finding : findings) {
        const Colour colour = finding.health == Health::good      ? Colour::green
                              : finding.health == Health::warning ? Colour::yellow
                                                                  : Colour::red;
        const char* mark = finding.health == Health::good      ? "ok  "
                           : finding.health == Health::warning ? "look"
                                                               : "bad ";
        shell.out << paint(shell.terminal, colour, mark) << " "
                  << fmt::format("{:<10} {}", finding.subject, finding.text) << "\n";
        if (!finding.advice.empty()) shell.out << "                → " << finding.advice << "\n";
    }
    shell.out.flush();
}

ExitCode doctor(Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto deadline = within(program.timeout_or(*settings, std::chrono::seconds{60}));
    auto findings =
        ask<Findings>(program, *settings, [&](Connection& server) { return examine(server, deadline); });
    if (!findings) return program.report(findings.error());
    findings->push_back(disk_finding(output_folder_of(*settings)));
    if (program.json)
        program.shell.out << json::write(to_json(*findings), {json::Layout::pretty, false}) << std::endl;
    else
        print(*findings, program.shell);
    for (const Finding& finding : *findings)
        if (finding.health == Health::bad) return ExitCode::failed;
    return ExitCode::done;
}

}  // namespace

void add_doctor_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand(
        "doctor", "Look at a server and this machine: what is there, what is wrong, what to do");
    add_server_options(command, program);
    add_timeout_option(command, program, "for everything together (default 60s)");
    add_json_option(command, program);
    command.callback([&program] { program.chosen = [&program] { return doctor(program); }; });
}

}  // namespace divan::app
