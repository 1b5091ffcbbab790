#include <ostream>

#include <fmt/format.h>

#include <divan/json/write.hpp>

#include "batch_crew.hpp"
#include "error_json.hpp"
#include "workflow_source.hpp"

namespace divan::app {
namespace {

struct BatchOptions {
    GatewayOptions gateway;
    WorkflowSource source;
    std::string file, output, name;
    std::vector<std::string> maps;
    std::size_t ahead = 500;
    std::optional<int> priority;
};

Result<BatchPlan> plan_of(const BatchOptions& options, const Program& program, const Settings& settings) {
    BatchPlan plan;
    plan.file = options.file;
    auto table = read_batch_file(options.file);
    if (!table) return fail(std::move(table).error());
    plan.table = std::move(*table);
    auto workflow = load_workflow(options.source, program, settings);
    if (!workflow) return fail(std::move(workflow).error());
    plan.workflow = std::move(*workflow);
    auto targets = read_targets(options.maps, plan.table, plan.workflow);
    if (!targets) return fail(std::move(targets).error());
    plan.targets = std::move(*targets);
    for (const BatchRow& row : plan.table.rows)  // before the first job: a wrong value of row 900, too
        if (auto made = workflow_of(row, plan.targets, plan.workflow); !made)
            return fail(std::move(made).error());
    plan.hash = batch_hash(plan.table, plan.targets, plan.workflow);
    plan.name =
        options.name.empty() ? plan.file.stem().string() + "-" + plan.hash.substr(0, 12) : options.name;
    std::string output = options.output;
    if (output.empty()) output = output_folder_of(settings).string();
    plan.output = parse_output(output);
    if (auto pattern = OutputPattern::parse(plan.output.pattern); !pattern)
        return fail(std::move(pattern).error());
    plan.ahead = options.ahead;
    plan.priority = options.priority;
    return plan;
}

json::Object summary_of(const BatchPlan& plan, const BatchCrew::Tally& tally, const BatchJournal& journal) {
    json::Object summary;
    summary["batch"] = plan.name;
    summary["rows"] = plan.table.rows.size();
    summary["succeeded"] = tally.succeeded + tally.done_before;
    summary["failed"] = tally.failed;
    summary["done_before"] = tally.done_before;
    summary["results"] = journal.file().string();
    return summary;
}

ExitCode tell(const Program& program, const BatchPlan& plan, const BatchCrew::Tally& tally,
              const BatchJournal& journal, const Result<void>& worked) {
    if (program.shell.terminal.interactive && !program.quiet && !program.json)
        program.shell.err << "\r\x1b[K" << std::flush;
    json::Object summary = summary_of(plan, tally, journal);
    if (program.json) {
        if (!worked) summary["error"] = to_json(worked.error());
        program.shell.out << json::write(json::Value(summary), {json::Layout::pretty, false}) << std::endl;
        return worked ? tally.worst : exit_code_of(worked.error());
    }
    if (!program.quiet)
        program.shell.err << fmt::format("{} of {} rows succeeded{}{}", tally.succeeded + tally.done_before,
                                         plan.table.rows.size(),
                                         tally.done_before
                                             ? fmt::format(", {} of them before", tally.done_before)
                                             : "",
                                         tally.failed ? fmt::format("; {} failed", tally.failed) : "")
                          << std::endl;
    program.shell.out << journal.file().string() << std::endl;
    if (worked) return tally.worst;
    if (worked.error().code == Errc::cancelled && !program.quiet)
        program.shell.err << "the jobs that were handed in go on; the same command goes on from here"
                          << std::endl;
    return program.report(worked.error());
}

ExitCode run_batch(const BatchOptions& options, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto plan = plan_of(options, program, *settings);
    if (!plan) return program.report(plan.error());
    auto journal = BatchJournal::open(plan->file, plan->hash);
    if (!journal) return program.report(journal.error());
    asio::io_context io{1};
    const auto gateway = GatewayAccess::open(io.get_executor(), options.gateway);
    if (!gateway) return program.report(gateway.error());
    BatchCrew crew{**gateway, *plan, *journal, program};
    const auto worked =
        run_to_end(io, crew.work(within(program.timeout_or(*settings, std::chrono::hours{24}))));
    if (auto finished = journal->finish(plan->table); !finished && worked)
        return program.report(finished.error());
    return tell(program, *plan, crew.tally(), *journal, worked);
}

}  // namespace

void add_batch_command(CLI::App& app, Program& program) {
    auto& command =
        *app.add_subcommand("batch", "A job for every row of a file, through a gateway; can be resumed");
    const auto options = std::make_shared<BatchOptions>();
    command.add_option("file", options->file, "a .csv file with a row of names, or .jsonl")
        ->required()
        ->type_name("FILE");
    command.add_option("--workflow", options->source.file, "workflow file in the API format")
        ->required()
        ->type_name("FILE");
    command.add_option("--map", options->maps, "a column and the input it sets: prompt=6.text")
        ->required()
        ->type_name("COLUMN=NODE.INPUT")
        ->allow_extra_args(false);
    command.add_option("--set", options->source.sets, "the same for all rows: 3.steps=30")
        ->type_name("NODE.INPUT=VALUE")
        ->allow_extra_args(false);
    command
        .add_option(
            "-o,--output", options->output,
            "folder, or a pattern; slots are those of run, {row}, and the columns (default: ./output)")
        ->type_name("DIR|PATTERN");
    command.add_option("--name", options->name, "of the batch at the gateway (default: from the file)")
        ->type_name("NAME");
    command.add_option("--ahead", options->ahead, "jobs at the gateway at once")->check(CLI::Range(1, 1'000));
    command.add_option("--priority", options->priority, "of the jobs; high first (default 0)")
        ->check(CLI::Range(-1'000'000, 1'000'000));
    add_gateway_options(command, options->gateway);
    command.add_option("--config", program.config_file, "configuration file")->type_name("FILE");
    add_timeout_option(command, program, "for everything together (default 24h)");
    add_json_option(command, program);
    command.add_flag("-q,--quiet", program.quiet, "only the name of the results file");
    command.callback([&program, options] {
        program.chosen = [&program, options] { return run_batch(*options, program); };
    });
}

}  // namespace divan::app
