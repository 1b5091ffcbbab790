#include <algorithm>
#include <ostream>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "gateway_save.hpp"
#include "gateway_stream.hpp"
#include "job_outcome.hpp"
#include "jobs_options.hpp"
#include "jobs_text.hpp"

// `divan jobs wait` and `watch`: until the end.
namespace divan::app {
namespace {

using namespace std::chrono_literals;

/// The job at its end. Each request waits at the gateway for a part of the time, so that a lost connection
/// costs nothing.
asio::awaitable<Result<json::Value>> wait_for(GatewayAccess& gateway, std::string where, Deadline deadline) {
    for (;;) {
        net::HttpRequest request{"GET", where};
        auto job = co_await gateway.ask_patiently(std::move(request), 20, deadline);
        if (!job || has_ended(json::text_or(*job, "status"))) co_return job;
        if (std::chrono::steady_clock::now() >= deadline)
            co_return fail(Error{Errc::timeout, "the job has not ended in time", "it goes on"}.with(
                "job", json::text_or(*job, "id")));
    }
}

/// The results of a job that has succeeded, in files here.
Result<std::vector<std::string>> save(const JobsOptions& options, const json::Value& job, Deadline deadline) {
    SavePlan plan;
    plan.place = parse_output(options.output);
    plan.form = options.form;
    auto results = ask_gateway<JobResults>(options.gateway, [&](GatewayAccess& gateway) {
        return save_results(gateway, json::Value(job), plan, deadline);
    });
    if (!results) return fail(std::move(results).error().with("job", json::text_or(job, "id")));
    std::vector<std::string> paths;
    for (const SavedFile& file : results->files) paths.push_back(file.file.path.string());
    return paths;
}

}  // namespace

/// The worst exit code of all.
ExitCode wait_for_jobs(const JobsOptions& options, Program& program) {
    if (options.output.empty() && !options.form.as_it_is())
        return program.report(
            Error{Errc::invalid_argument, "--format and --thumbnail are for what is saved here", "add -o"});
    const Deadline deadline = within(patience(program, 30min));
    ExitCode worst = ExitCode::done;
    json::Array ended;
    for (const std::string& id : options.jobs) {
        const std::string where = target(options, id, "/wait", {{"timeout", "10"}});
        const auto job = ask_gateway<json::Value>(
            options.gateway, [&](GatewayAccess& gateway) { return wait_for(gateway, where, deadline); });
        const auto outcome = job ? outcome_of(*job) : Result<void>{fail(job.error())};
        if (!outcome) worst = std::max(worst, exit_code_of(outcome.error()));
        auto saved = Result<std::vector<std::string>>{};
        if (job && outcome && !options.output.empty()) saved = save(options, *job, deadline);
        if (!saved) {
            worst = std::max(worst, exit_code_of(saved.error()));
            if (program.json) return program.report(saved.error());
            program.report(saved.error());
        }
        if (job) ended.push_back(*job);
        if (job && saved && !options.output.empty())
            ended.back().as_object()["saved"] = json::Array(saved->begin(), saved->end());
        if (job && !program.json) program.shell.out << job_line(program.shell.terminal, *job) << std::endl;
        if (saved && !program.json)
            for (const std::string& path : *saved) program.shell.out << printable(path) << std::endl;
        if (!job && !program.json) program.report(job.error());
        if (!job && program.json) return program.report(job.error());
    }
    if (program.json) print(program, json::Object{{"jobs", std::move(ended)}});
    return worst;
}

ExitCode watch_job(const JobsOptions& options, Program& program) {
    const std::string& id = options.jobs.front();
    const Deadline deadline = within(patience(program, 24h));
    bool ended = false;
    const EventListener tell = [&](const net::SseEvent& event) {
        const auto data = json::parse(event.data);
        if (!data) return;
        if (program.json || program.json_stream)
            program.shell.out << json::write(*data) << std::endl;
        else
            program.shell.out << event_line(*data) << std::endl;
        ended = event.name == "succeeded" || event.name == "failed" || event.name == "cancelled";
    };
    const auto job = ask_gateway<json::Value>(
        options.gateway, [&](GatewayAccess& gateway) -> asio::awaitable<Result<json::Value>> {
            std::function<bool()> over = [&ended] { return ended; };
            auto read = co_await follow_log(gateway, target(options, id, "/events"), tell, over, deadline);
            if (!read) co_return fail(std::move(read).error());
            net::HttpRequest request{"GET", target(options, id, "")};
            co_return co_await gateway.ask_patiently(std::move(request), kJobsTries, deadline);
        });
    if (!job) return program.report(job.error());
    const auto outcome = outcome_of(*job);
    if (outcome) return ExitCode::done;
    if (!program.json && !program.json_stream) return program.report(outcome.error());
    return exit_code_of(outcome.error());
}

}  // namespace divan::app
