#pragma once

#include "gateway_access.hpp"
#include "run_plan.hpp"
#include "run_reporter.hpp"

namespace divan::app {

/// Carries out what `divan run --gateway` was asked for: as jobs of a gateway instead of prompts of a server,
/// with the same events, files and exit codes. Some runs are under way at once; the gateway spreads them over
/// its servers. Ctrl-C and the deadline cancel exactly our jobs.
class GatewayRun {
public:
    GatewayRun(asio::io_context& io, GatewayAccess& gateway, std::string server, const RunPlan& plan,
               RunReporter& reporter);

    ExitCode work();

private:
    asio::awaitable<void> take_runs();
    asio::awaitable<Result<RunSummary>> carry_out(int index);
    asio::awaitable<Result<void>> upload_files(Workflow& workflow);
    asio::awaitable<Result<json::Value>> hand_in(const Workflow& workflow, int index);
    asio::awaitable<Result<json::Value>> follow(int index, std::string job, Workflow workflow);
    asio::awaitable<Result<json::Value>> look(std::string job);
    asio::awaitable<Result<RunSummary>> summarize(int index, json::Value job, SeededWorkflow made);
    asio::awaitable<void> cancel(std::string job);
    void note_failure(int index, const Error& error);
    void on_signal();

    asio::io_context& io_;
    GatewayAccess& gateway_;
    std::string server_;
    const RunPlan& plan_;
    RunReporter& reporter_;
    Deadline deadline_;
    int next_ = 0, unfinished_ = 0;
    bool stopping_ = false;
    std::set<std::string> active_;                 // jobs that have not ended
    std::map<std::string, json::Value> uploaded_;  // references, by content
    ExitCode worst_ = ExitCode::done;
};

/// Whether a plan can be carried out by a gateway. Errors: `invalid_argument` for what only a server of one's
/// own can do.
Result<void> check_for_gateway(const RunPlan& plan);

}  // namespace divan::app
