#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <divan/client/connection.hpp>
#include <divan/client/run.hpp>

#include "run_plan.hpp"
#include "run_reporter.hpp"

namespace divan::app {

/// Carries a plan out on one or several servers: each server takes the next run when it has room; a server
/// that cannot be reached hands its run back to the others. Lives on one thread.
class RunCrew {
public:
    /// Plan, reporter and log are borrowed.
    RunCrew(asio::io_context& io, const std::vector<ConnectionConfig>& servers, const RunPlan& plan,
            RunReporter& reporter, const Logger& log);
    ~RunCrew();

    /// Until every run has ended. The first Ctrl-C interrupts exactly our prompts and waits for the
    /// confirmation; a second one leaves at once.
    ExitCode work();

private:
    struct Member;

    asio::awaitable<void> serve(Member& member);
    asio::awaitable<void> take_runs(Member& member);
    asio::awaitable<Result<void>> prepare(Member& member);
    asio::awaitable<Result<void>> learn_seed_ranges(Member& member);
    asio::awaitable<Result<void>> check_workflow(Member& member);
    asio::awaitable<Result<RunSummary>> carry_out(Member& member, int index);
    asio::awaitable<Result<std::vector<SavedFile>>> deliver(Member& member, const RunSummary& summary,
                                                            int index);
    RunEvents events_of(int index, const Workflow& workflow, const std::string& server);
    std::optional<int> next_run();
    bool hand_back(Member& member, int index, const Error& error);
    void note_failure(int index, const Error& error);
    void on_signal();

    asio::io_context& io_;
    const RunPlan& plan_;
    RunReporter& reporter_;
    Deadline deadline_;
    std::vector<std::unique_ptr<Member>> members_;
    std::deque<int> waiting_;
    std::vector<Run> active_;
    int unfinished_ = 0;
    bool stopping_ = false;
    ExitCode worst_ = ExitCode::done;
};

}  // namespace divan::app
