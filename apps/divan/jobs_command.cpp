#include <algorithm>
#include <ostream>

#include "jobs_options.hpp"
#include "jobs_text.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPage = 1'000;

/// Pages until there are as many as were asked for.
asio::awaitable<Result<json::Array>> list_of(GatewayAccess& gateway, const JobsOptions& options,
                                             Deadline deadline) {
    json::Array jobs;
    net::Query query;
    for (const std::string& status : options.statuses) query.emplace_back("status", status);
    if (!options.batch.empty()) query.emplace_back("batch", options.batch);
    std::string before;
    while (jobs.size() < options.limit) {
        net::Query page = query;
        page.emplace_back("limit", std::to_string(std::min(kPage, options.limit - jobs.size())));
        if (!before.empty()) page.emplace_back("before", before);
        net::HttpRequest request{"GET", target(options, "", "", page)};
        auto answer = co_await gateway.ask_patiently(std::move(request), kJobsTries, deadline);
        if (!answer) co_return fail(std::move(answer).error());
        const json::Value* found = json::find(*answer, "jobs");
        const json::Array* list = found ? json::array_of(*found) : nullptr;
        if (!list) co_return fail(Errc::malformed_reply, "the gateway's list is none");
        jobs.insert(jobs.end(), list->begin(), list->end());
        const json::Value* next = json::find(*answer, "next");
        if (!next || next->is_null()) break;
        before = json::number_text(*next);
    }
    co_return jobs;
}

ExitCode list_jobs(const JobsOptions& options, Program& program) {
    const Deadline deadline = within(patience(program, 30s));
    const auto jobs = ask_gateway<json::Array>(
        options.gateway, [&](GatewayAccess& gateway) { return list_of(gateway, options, deadline); });
    if (!jobs) return program.report(jobs.error());
    if (program.json) return print(program, json::Object{{"jobs", *jobs}});
    for (const json::Value& job : *jobs) program.shell.out << job_line(program.shell.terminal, job) << "\n";
    if (jobs->empty()) program.shell.err << "no jobs\n";
    program.shell.out.flush();
    return ExitCode::done;
}

ExitCode show_job(const JobsOptions& options, Program& program) {
    const auto job = ask(options, "GET", target(options, options.jobs.front(), ""), patience(program, 30s));
    if (!job) return program.report(job.error());
    if (program.json) return print(program, *job);
    program.shell.out << job_details(program.shell.terminal, *job) << std::flush;
    return ExitCode::done;
}

using Action = ExitCode (*)(const JobsOptions&, Program&);

CLI::App& add_action(CLI::App& parent, Program& program, std::shared_ptr<JobsOptions> options,
                     const char* name, const char* what, Action action) {
    auto& command = *parent.add_subcommand(name, what);
    add_gateway_options(command, options->gateway);
    add_timeout_option(command, program, "for everything together");
    add_json_option(command, program);
    command.add_option("--owner", options->owner, "another owner's jobs (for administrators)")
        ->type_name("NAME");
    command.add_flag("--all", options->all, "everybody's jobs (for administrators)");
    command.callback([&program, options, action] {
        program.chosen = [&program, options, action] { return action(*options, program); };
    });
    return command;
}

void take_jobs(CLI::App& command, JobsOptions& options, int most = 1'000) {
    command.add_option("job", options.jobs, "ids of jobs")->required()->expected(1, most)->type_name("ID");
}

}  // namespace

void add_jobs_command(CLI::App& app, Program& program) {
    auto& jobs = *app.add_subcommand("jobs", "Jobs of a gateway: list, look, wait, cancel, run again");
    jobs.require_subcommand(1);
    const auto options = std::make_shared<JobsOptions>();
    auto& ls = add_action(jobs, program, options, "ls", "the newest jobs", list_jobs);
    ls.add_option("--status", options->statuses, "only these; may be given several times")
        ->check(CLI::IsMember({"queued", "running", "succeeded", "failed", "canceled"}))
        ->allow_extra_args(false);
    ls.add_option("--batch", options->batch, "only this batch")->type_name("NAME");
    ls.add_option("--limit", options->limit, "at most so many")->check(CLI::Range(1, 100'000));
    take_jobs(add_action(jobs, program, options, "show", "everything about one job", show_job), *options, 1);
    auto& wait = add_action(jobs, program, options, "wait", "until the jobs have ended", wait_for_jobs);
    wait.add_option("-o,--output", options->output, "save results: a folder, or a pattern as of 'run'")
        ->type_name("DIR|PATTERN");
    add_result_form_options(wait, options->form);
    take_jobs(wait, *options);
    auto& watch = add_action(jobs, program, options, "watch", "a job's log, until its end", watch_job);
    watch.add_flag("--json-stream", program.json_stream, "one line of JSON per event");
    take_jobs(watch, *options, 1);
    auto& cancel = add_action(jobs, program, options, "cancel", "end jobs, wherever they are", cancel_jobs);
    cancel.add_option("job", options->jobs, "ids of jobs")->type_name("ID");
    cancel.add_option("--batch", options->batch, "all of a batch that have not ended")->type_name("NAME");
    take_jobs(add_action(jobs, program, options, "retry", "run jobs again that have ended, as new ones",
                         retry_jobs),
              *options);
    take_jobs(add_action(jobs, program, options, "rm", "remove jobs that have ended, with their files",
                         remove_jobs),
              *options);
}

}  // namespace divan::app
