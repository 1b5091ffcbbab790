#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <divan/workflow/workflow.hpp>

#include "program.hpp"

namespace divan::app {

/// Where a workflow comes from and what is changed in it before it is used.
struct WorkflowSource {
    std::string file;                  ///< "-": standard input
    std::vector<std::string> sets;     ///< --set NODE.INPUT=VALUE
    std::vector<std::string> images;   ///< --image NODE=FILE
    int max_side = 0;                  ///< --max-side: of those images; 0: as they are
    std::vector<std::string> bypass;   ///< --bypass NODE
    std::vector<std::string> collect;  ///< --collect NODE or ALIAS:NODE
};

void add_workflow_options(CLI::App& command, WorkflowSource& source);

/// Reads the file (here, or in the workflow folder of the settings), copies it to the backup folder when one
/// is set, and applies `--set`, `--image`, `--bypass` and `--collect`. Errors: io_failed as invalid_argument,
/// malformed_json, malformed_workflow, unknown_node, unknown_input, unsafe_path.
Result<Workflow> load_workflow(const WorkflowSource& source, const Program& program,
                               const Settings& settings);

}  // namespace divan::app
