#pragma once

#include <divan/client/output_pattern.hpp>
#include <divan/client/save_outputs.hpp>

#include "gateway_files.hpp"
#include "result_form.hpp"
#include "run_plan.hpp"

namespace divan::app {

/// Where the results of a job go, and which.
struct SavePlan {
    OutputPlace place;
    OutputPattern::Values values;  ///< for the caller's slots
    std::vector<NodeId> nodes;     ///< only these; empty: all
    ResultForm form;               ///< of pictures
    std::function<void(const SavedFile&)> on_saved;

    SavePlan() = default;
};

/// What a job made: files, saved, and what its nodes said.
struct JobResults {
    std::vector<SavedFile> files;
    std::vector<protocol::NodeOutputs> nodes;

    JobResults() = default;
};

/// Streams the files of a job that has succeeded to disk, as `save_outputs` does for a run. Errors: of
/// `fetch_output` and `OutputNaming`. Files that were saved before an error stay.
asio::awaitable<Result<JobResults>> save_results(GatewayAccess& gateway, json::Value job, SavePlan plan,
                                                 Deadline deadline);

}  // namespace divan::app
