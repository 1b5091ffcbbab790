#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "gateway_stream.hpp"
#include "job_outcome.hpp"
#include "jobs_text.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr int kTries = 4;
constexpr std::size_t kPage = 1'000;

struct JobsOptions {
    GatewayOptions gateway;
    std::vector<std::string> jobs, statuses;
    std::string batch, owner;
    std::size_t limit = 50;
    bool all = false;
};

using Question = std::function<asio::awaitable<Result<json::Value>>(GatewayAccess&)>;

std::chrono::milliseconds patience(const Program& program, std::chrono::milliseconds usual) {
    return program.timeout.value_or(usual);
}

/// Whose jobs are meant.
net::Query whose(const JobsOptions& options) {
    net::Query query;
    if (!options.owner.empty()) query.emplace_back("owner", options.owner);
    if (options.all) query.emplace_back("all", "true");
    return query;
}

std::string target(const JobsOptions& options, const std::string& job, const std::string& below,
                   net::Query more = {}) {
    net::Query query = whose(options);
    query.insert(query.end(), more.begin(), more.end());
    const std::string path =
        "/api/v2/divan/jobs" + (job.empty() ? "" : "/" + net::percent_encode(job)) + below;
    return path + (query.empty() ? "" : "?" + net::encode_query(query));
}

/// Reading, and what may be done twice.
Result<json::Value> ask(const JobsOptions& options, const std::string& method, const std::string& where,
                        std::chrono::milliseconds span) {
    return ask_gateway<json::Value>(options.gateway, [&](GatewayAccess& gateway) {
        const int tries = method == "GET" ? kTries : 1;
        return gateway.ask_patiently(net::HttpRequest{method, where}, tries, within(span));
    });
}

ExitCode print(const Program& program, const json::Value& document) {
    program.shell.out << json::write(document, {json::Layout::pretty, false}) << std::endl;
    return ExitCode::done;
}

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
        auto answer = co_await gateway.ask_patiently(std::move(request), kTries, deadline);
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

/// The worst exit code of all.
ExitCode wait_for_jobs(const JobsOptions& options, Program& program) {
    const Deadline deadline = within(patience(program, 30min));
    ExitCode worst = ExitCode::done;
    json::Array ended;
    for (const std::string& id : options.jobs) {
        const std::string where = target(options, id, "/wait", {{"timeout", "10"}});
        const auto job = ask_gateway<json::Value>(
            options.gateway, [&](GatewayAccess& gateway) { return wait_for(gateway, where, deadline); });
        const auto outcome = job ? outcome_of(*job) : Result<void>{fail(job.error())};
        if (!outcome) worst = std::max(worst, exit_code_of(outcome.error()));
        if (job) ended.push_back(*job);
        if (job && !program.json) program.shell.out << job_line(program.shell.terminal, *job) << std::endl;
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
            co_return co_await gateway.ask_patiently(std::move(request), kTries, deadline);
        });
    if (!job) return program.report(job.error());
    const auto outcome = outcome_of(*job);
    if (outcome) return ExitCode::done;
    if (!program.json && !program.json_stream) return program.report(outcome.error());
    return exit_code_of(outcome.error());
}

/// The same for each job; what one of them refuses does not stop the others.
ExitCode for_each(const JobsOptions& options, Program& program, const std::string& method,
                  const std::string& below, const std::function<std::string(const json::Value&)>& words) {
    ExitCode worst = ExitCode::done;
    json::Array answers;
    for (const std::string& id : options.jobs) {
        const auto answer = ask(options, method, target(options, id, below), patience(program, 30s));
        if (!answer) {
            worst = std::max(worst, exit_code_of(answer.error()));
            if (!program.json) program.report(answer.error());
            if (program.json) return program.report(answer.error());
            continue;
        }
        answers.push_back(*answer);
        if (!program.json) program.shell.out << words(*answer) << std::endl;
    }
    if (program.json) print(program, json::Object{{"jobs", std::move(answers)}});
    return worst;
}

ExitCode cancel_batch(const JobsOptions& options, Program& program) {
    net::Query query = whose(options);
    const std::string where = "/api/v2/divan/batches/" + net::percent_encode(options.batch) + "/cancel" +
                              (query.empty() ? "" : "?" + net::encode_query(query));
    const auto batch = ask(options, "POST", where, patience(program, 60s));
    if (!batch) return program.report(batch.error());
    if (program.json) return print(program, *batch);
    const json::Value* count = json::find(*batch, "cancelled_now");
    program.shell.out << "cancelled " << (count ? json::number_text(*count) : "?") << " jobs" << std::endl;
    return ExitCode::done;
}

ExitCode cancel_jobs(const JobsOptions& options, Program& program) {
    if (options.jobs.empty() == options.batch.empty())
        return program.report(Error{Errc::invalid_argument, "name jobs, or a batch with --batch"});
    if (!options.batch.empty()) return cancel_batch(options, program);
    return for_each(options, program, "POST", "/cancel",
                    [](const json::Value& job) { return "cancelled " + json::text_or(job, "id"); });
}

ExitCode retry_jobs(const JobsOptions& options, Program& program) {
    return for_each(options, program, "POST", "/retry",
                    [](const json::Value& job) { return json::text_or(job, "id"); });
}

ExitCode remove_jobs(const JobsOptions& options, Program& program) {
    ExitCode worst = ExitCode::done;
    for (const std::string& id : options.jobs) {
        const auto removed =
            ask_gateway<void>(options.gateway, [&](GatewayAccess& gateway) -> asio::awaitable<Result<void>> {
                net::HttpRequest request{"DELETE", target(options, id, "")};
                auto reply =
                    co_await gateway.http().exchange(std::move(request), within(patience(program, 30s)));
                if (!reply) co_return fail(std::move(reply).error());
                if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
                co_return Result<void>{};
            });
        if (!removed) worst = std::max(worst, program.report(removed.error()));
        if (removed && !program.json) program.shell.out << "removed " << id << std::endl;
    }
    if (program.json && worst == ExitCode::done)
        print(program, json::Object{{"removed", json::Array(options.jobs.begin(), options.jobs.end())}});
    return worst;
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
    take_jobs(add_action(jobs, program, options, "wait", "until the jobs have ended", wait_for_jobs),
              *options);
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
