#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace divan {

/// How a pool of workflows runs its jobs.
struct WorkflowJobsOptions {
    /// A prompt that the server accepted must begin to execute within this time, counted from when none of
    /// our own prompts is before it. It is taken back then, and the job goes elsewhere. Empty: it may wait
    /// for ever.
    std::optional<std::chrono::milliseconds> start_timeout{5'000};
    /// One node without a step or an end. The prompt is interrupted then. Empty: as long as it takes.
    std::optional<std::chrono::milliseconds> node_timeout{300'000};
    /// Stretches both for a workflow that loads models and has not run on that server: see
    /// `model_loading_timeout_factor`.
    bool stretch_first_run = false;
    bool profiling = false;                           ///< see `JobRecord::profile`
    std::optional<std::size_t> records_kept = 1'000;  ///< of ended jobs, the newest; empty: all of them

    WorkflowJobsOptions() = default;
};

}  // namespace divan
