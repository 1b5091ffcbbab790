#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/client/queue.hpp>
#include <divan/json/write.hpp>
#include <divan/protocol/queue.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

struct QueueOptions {
    std::vector<std::string> prompts;  ///< of `delete`
    std::string prompt;                ///< of `interrupt`; empty: whatever runs
};

std::chrono::milliseconds patience(const Program& program, const Settings& settings) {
    return program.timeout_or(settings, std::chrono::seconds{30});
}

/// ComfyUI 0.3.64 shows everybody's comfy.org keys in its queue; we do not pass them on.
protocol::Queue without_secrets(protocol::Queue queue) {
    for (auto* items : {&queue.running, &queue.pending})
        for (auto& item : *items)
            if (auto* extra = item.extra_data.if_object())
                for (const char* secret : {"api_key_comfy_org", "auth_token_comfy_org"}) extra->erase(secret);
    return queue;
}

ExitCode show(Program& program, const Settings& settings) {
    const auto deadline = within(patience(program, settings));
    const auto queue_now =
        ask<protocol::Queue>(program, settings, [&](Connection& server) { return queue(server, deadline); });
    if (!queue_now) return program.report(queue_now.error());
    if (program.json) {
        program.shell.out << json::write(to_json(without_secrets(*queue_now)), {json::Layout::pretty, false})
                          << std::endl;
        return ExitCode::done;
    }
    const auto line = [&](std::string_view state, const protocol::QueueItem& item) {
        const auto* graph = json::object_of(item.prompt);
        program.shell.out << fmt::format("{:<8} {:<38} {:>8} {:>5} nodes", state, printable(item.id.str()),
                                         json::number_text(item.number), graph ? graph->size() : 0)
                          << "\n";
    };
    for (const auto& item : queue_now->running) line("running", item);
    for (const auto& item : queue_now->pending) line("waiting", item);
    if (queue_now->running.empty() && queue_now->pending.empty()) program.shell.out << "the queue is empty\n";
    program.shell.out.flush();
    return ExitCode::done;
}

ExitCode done_or_report(const Result<void>& result, Program& program) {
    return result ? ExitCode::done : program.report(result.error());
}

ExitCode remove(const QueueOptions& options, Program& program, const Settings& settings) {
    const auto deadline = within(patience(program, settings));
    std::vector<protocol::PromptId> prompts;
    for (const auto& id : options.prompts) prompts.emplace_back(id);
    return done_or_report(
        ask<void>(program, settings,
                  [&](Connection& server) { return delete_from_queue(server, prompts, deadline); }),
        program);
}

ExitCode clear(Program& program, const Settings& settings) {
    const auto deadline = within(patience(program, settings));
    return done_or_report(
        ask<void>(program, settings, [&](Connection& server) { return clear_queue(server, deadline); }),
        program);
}

ExitCode stop(const QueueOptions& options, Program& program, const Settings& settings) {
    const auto deadline = within(patience(program, settings));
    return done_or_report(ask<void>(program, settings,
                                    [&](Connection& server) {
                                        return options.prompt.empty()
                                                   ? interrupt_all(server, deadline)
                                                   : interrupt(server, protocol::PromptId{options.prompt},
                                                               deadline);
                                    }),
                          program);
}

/// The queue of the embedded engine dies with this process, so there is nothing to look at without a server.
ExitCode with_server(Program& program, const std::function<ExitCode(const Settings&)>& action) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    if (settings->servers.empty())
        return program.report(Error{Errc::invalid_argument, "no server is configured",
                                    "give --server URL or set COMFYUI_SERVER_URL"});
    return action(*settings);
}

}  // namespace

void add_queue_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("queue", "Show, clear or interrupt the queue of a server");
    const auto options = std::make_shared<QueueOptions>();
    command.require_subcommand(0, 1);
    add_server_options(command, program);
    add_timeout_option(command, program, "for the server's answer (default 30s)");
    add_json_option(command, program);
    const auto choose = [&program](std::function<ExitCode(const Settings&)> action) {
        program.chosen = [&program, action] { return with_server(program, action); };
    };
    // The group's own callback runs before that of its sub-command, which then chooses anew.
    command.preparse_callback([&program, choose](std::size_t) {
        choose([&program](const Settings& s) { return show(program, s); });
    });
    auto* show_command = command.add_subcommand("show", "what runs and what waits (the default)");
    show_command->callback(
        [&program, choose] { choose([&program](const Settings& s) { return show(program, s); }); });
    auto* delete_command = command.add_subcommand("delete", "remove waiting prompts");
    delete_command->add_option("prompt", options->prompts, "prompt ids")->required();
    delete_command->callback([&program, choose, options] {
        choose([&program, options](const Settings& s) { return remove(*options, program, s); });
    });
    auto* clear_command =
        command.add_subcommand("clear", "remove everything that waits, other people's prompts too");
    clear_command->callback(
        [&program, choose] { choose([&program](const Settings& s) { return clear(program, s); }); });
    auto* interrupt_command = command.add_subcommand("interrupt", "stop the running prompt");
    interrupt_command->add_option("prompt", options->prompt, "only if it is this one");
    interrupt_command->callback([&program, choose, options] {
        choose([&program, options](const Settings& s) { return stop(*options, program, s); });
    });
    for (auto* nested : {show_command, delete_command, clear_command, interrupt_command})
        nested->fallthrough();
}

}  // namespace divan::app
