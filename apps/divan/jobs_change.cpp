#include <algorithm>
#include <ostream>

#include "jobs_options.hpp"

// `divan jobs cancel`, `retry` and `rm`.
namespace divan::app {
namespace {

using namespace std::chrono_literals;

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

}  // namespace

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

}  // namespace divan::app
