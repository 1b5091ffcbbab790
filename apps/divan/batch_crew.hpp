#pragma once

#include <map>
#include <set>

#include "batch_journal.hpp"
#include "batch_plan.hpp"
#include "gateway_save.hpp"
#include "program.hpp"
#include "progress_line.hpp"

namespace divan::app {

/// Everything that `divan batch` was asked to do.
struct BatchPlan {
    std::filesystem::path file;
    BatchTable table;
    std::vector<ColumnTarget> targets;
    Workflow workflow;
    OutputPlace output;
    std::string name;         ///< of the batch at the gateway
    std::string hash;         ///< `batch_hash`
    std::size_t ahead = 500;  ///< jobs at the gateway at once
    std::optional<int> priority;

    BatchPlan() = default;
};

/// Hands the rows in, some hundred at a time, and brings their results. Each row has an idempotency key, so
/// that the same batch begun again finds the jobs that it has at the gateway already; a row that failed is
/// tried once more.
class BatchCrew {
public:
    BatchCrew(GatewayAccess& gateway, const BatchPlan& plan, BatchJournal& journal, const Program& program)
        : gateway_{gateway}, plan_{plan}, journal_{journal}, program_{program} {}

    /// Until every row has ended. Errors: what concerns all rows (the gateway is away for long, the results
    /// cannot be written, `timeout`); a row's own error is in its result.
    asio::awaitable<Result<void>> work(Deadline deadline);

    struct Tally {
        int succeeded = 0, failed = 0, done_before = 0;
        ExitCode worst = ExitCode::done;
    };
    const Tally& tally() const { return tally_; }

private:
    struct Open {
        const BatchRow* row = nullptr;
        int tries = 1;
    };
    void choose_rows();
    asio::awaitable<Result<void>> hand_in(Deadline deadline);
    asio::awaitable<Result<void>> hand_in_row(const BatchRow& row, Deadline deadline);
    asio::awaitable<Result<std::set<std::string>>> still_open(Deadline deadline);
    asio::awaitable<Result<void>> look(Deadline deadline);
    asio::awaitable<Result<void>> bring(std::string job, Open open, Deadline deadline);
    Result<void> note(RowResult result, const BatchRow& row, const Error* error);
    void draw() const;

    GatewayAccess& gateway_;
    const BatchPlan& plan_;
    BatchJournal& journal_;
    const Program& program_;
    std::vector<const BatchRow*> waiting_;  // the next one last
    std::map<std::string, Open> open_;      // by job
    Tally tally_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace divan::app
