#pragma once

#include <divan/client/run.hpp>

namespace divan {

/// What is sent for a request, and what was done to get there.
struct PreparedRun {
    Workflow workflow;                    ///< without a plan: bypassed nodes are out, uploads are in
    std::vector<DeclaredOutput> outputs;  ///< to collect
    bool declared = false;
    std::vector<SeedChange> seeds;
    std::chrono::milliseconds upload{0};

    PreparedRun() = default;
};

/// False for most requests: nothing is bypassed, nothing attached.
bool needs_server(const RunRequest& request);
/// For those: draws seeds. Errors: as `collected_outputs`.
Result<PreparedRun> prepare_here(const RunRequest& request);
/// Takes bypassed nodes out, uploads what is attached, draws seeds. Errors: as `Run::result` says.
asio::awaitable<Result<PreparedRun>> prepare_run(std::shared_ptr<ConnectionCore> core, RunRequest request,
                                                 Deadline deadline);

}  // namespace divan
