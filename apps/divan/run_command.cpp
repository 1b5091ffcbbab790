#include <ostream>

#include <divan/workflow/structure.hpp>

#include "gateway_run.hpp"
#include "run_crew.hpp"
#include "server_access.hpp"
#include "workflow_source.hpp"

namespace divan::app {
namespace {

struct RunOptions {
    WorkflowSource source;
    std::string gateway, key;
    std::string seed, output, preview = "auto";
    std::optional<std::chrono::milliseconds> start_timeout, silence_timeout, node_timeout;
    int count = 1;
    bool check = false, profile = false;
};

/// What no server needs to tell us: links to nowhere, cycles and alike. All at once.
Result<void> check_shape(const Workflow& workflow) {
    const auto problems = check_structure(workflow);
    if (problems.empty()) return {};
    std::string text =
        problems.size() == 1 ? "the workflow cannot run" : "the workflow cannot run, for several reasons";
    for (const Problem& problem : problems) text += "\n  " + describe(problem);
    return fail(Errc::prompt_rejected, text);
}

std::string output_of(const RunOptions& options, const Settings& settings) {
    if (!options.output.empty()) return options.output;
    return output_folder_of(settings).string();
}

Result<RunPlan> plan_of(const RunOptions& options, const Program& program, const Settings& settings) {
    RunPlan plan;
    auto workflow = load_workflow(options.source, program, settings);
    if (!workflow) return fail(workflow.error());
    plan.workflow = *std::move(workflow);
    if (auto shape = check_shape(plan.workflow); !shape) return fail(shape.error());
    if (!options.seed.empty()) {
        const auto seed = parse_seed(options.seed);
        if (!seed) return fail(seed.error());
        plan.seed = *seed;
    }
    plan.output = parse_output(output_of(options, settings));
    if (const auto pattern = OutputPattern::parse(plan.output.pattern); !pattern)
        return fail(pattern.error());
    plan.count = options.count;
    plan.check = options.check;
    plan.profile = options.profile;
    plan.timeout = program.timeout_or(settings, std::chrono::minutes{30});
    plan.limits.start = options.start_timeout;
    if (options.silence_timeout) plan.limits.silence = options.silence_timeout;
    plan.limits.node = options.node_timeout;
    return plan;
}

ExitCode run_at_gateway(const RunOptions& options, Program& program, const RunPlan& plan,
                        PictureMode pictures) {
    if (!program.servers.empty())
        return program.report(Error{Errc::invalid_argument, "--gateway and --server exclude each other"});
    if (auto possible = check_for_gateway(plan); !possible) return program.report(possible.error());
    asio::io_context io{1};
    GatewayOptions where;
    where.url = options.gateway;
    where.key = options.key;
    const auto gateway = GatewayAccess::open(io.get_executor(), where);
    if (!gateway) return program.report(gateway.error());
    const auto reporter = make_reporter(program, pictures, plan.count);
    GatewayRun run{io, **gateway, (*gateway)->http().config().origin.authority(), plan, *reporter};
    return run.work();
}

ExitCode run_workflow(const RunOptions& options, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto pictures = picture_mode(options.preview, program.shell.terminal);
    if (!pictures) return program.report(pictures.error());
    const auto plan = plan_of(options, program, *settings);
    if (!plan) return program.report(plan.error());
    if (!options.gateway.empty()) return run_at_gateway(options, program, *plan, *pictures);
    const auto access = ServerAccess::open(program, *settings);
    if (!access) return program.report(access.error());
    const auto reporter = make_reporter(program, *pictures, plan->count);
    asio::io_context io{1};
    RunCrew crew{io, access->servers(), *plan, *reporter, access->log()};
    return crew.work();
}

void add_duration(CLI::App& command, const std::string& name,
                  std::optional<std::chrono::milliseconds>& target, const std::string& what) {
    command
        .add_option_function<std::string>(
            name,
            [name, &target](const std::string& text) {
                const auto duration = parse_duration(text);
                if (!duration)
                    throw CLI::ValidationError{name, duration.error().message + "; " + duration.error().hint};
                target = *duration;
            },
            what)
        ->type_name("DURATION");
}

}  // namespace

void add_run_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("run", "Run a workflow and save its results");
    const auto options = std::make_shared<RunOptions>();
    add_workflow_options(command, options->source);
    command
        .add_option("--image", options->source.images,
                    "upload a file and set it as the node's image: 1=photo.png")
        ->type_name("NODE=FILE")
        ->allow_extra_args(false);
    command
        .add_option("--max-side", options->source.max_side,
                    "scale those images down that have more pixels on a side (PNG, JPEG, WebP)")
        ->check(CLI::Range(1, 32'768))
        ->type_name("PIXELS");
    command.add_option("--bypass", options->source.bypass, "leave a node out and connect around it")
        ->type_name("NODE")
        ->allow_extra_args(false);
    command
        .add_option("--collect", options->source.collect,
                    "take only these outputs, and fail when one is missing: hero:9")
        ->type_name("[ALIAS:]NODE")
        ->allow_extra_args(false);
    command.add_option("--seed", options->seed, "for every seed of the workflow: a number, or random")
        ->type_name("N|random");
    command.add_option("--count", options->count, "how often to run it; fixed seeds count up")
        ->check(CLI::Range(1, 100'000));
    command
        .add_option("-o,--output", options->output,
                    "folder, or a pattern such as out/{node}_{seed}_v{version:03}.{ext} (default: ./output)")
        ->type_name("DIR|PATTERN");
    command.add_option("--preview", options->preview, "auto, off, sixel, kitty or symbols")
        ->type_name("MODE");
    command.add_flag("--check", options->check,
                     "check against the server's nodes and models before anything is sent");
    command.add_flag("--profile", options->profile, "measure the nodes and tell the slowest");
    add_server_options(command, program);
    command.add_option("--gateway", options->gateway, "run it as a job of this gateway (divan serve)")
        ->type_name("URL");
    command.add_option("--key", options->key, "API key for the gateway")
        ->envname("DIVAN_KEY")
        ->type_name("KEY");
    add_timeout_option(command, program, "for everything together (default 30m)");
    add_duration(command, "--start-timeout", options->start_timeout,
                 "give up when a run waits longer than that (default: never)");
    add_duration(command, "--silence-timeout", options->silence_timeout,
                 "give up when nothing is heard for that long (default 10m)");
    add_duration(command, "--node-timeout", options->node_timeout,
                 "give up when one node makes no step for that long (default: never)");
    auto* document =
        command.add_flag("--json", program.json, "one JSON document at the end, on standard output");
    command.add_flag("--json-stream", program.json_stream, "one line of JSON per event, on standard output")
        ->excludes(document);
    command.add_flag("-q,--quiet", program.quiet, "only errors, and the files' names");
    command.callback([&program, options] {
        program.chosen = [&program, options] { return run_workflow(*options, program); };
    });
}

}  // namespace divan::app
