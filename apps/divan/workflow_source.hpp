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
    std::string file;                ///< "-": standard input
    std::vector<std::string> sets;   ///< --set NODE.INPUT=VALUE
    std::vector<std::string> images; ///< --image NODE=FILE
};

void add_workflow_options(CLI::App& command, WorkflowSource& source);

/// Reads the file (here, or in the workflow folder of the settings), copies it to the backup folder when one is set, and
/// applies `--set`. Errors: io_failed as invalid_argument, malformed_json, malformed_workflow, unknown_node, unknown_input.
Result<Workflow> load_workflow(const WorkflowSource& source, const Program& program, const Settings& settings);

/// "NODE=FILE" in two parts. The file must exist. Errors: `invalid_argument`.
struct ImageInput {
    std::string node;  ///< as `Workflow::resolve` takes it, or with the input: "1.image"
    std::filesystem::path file;
};
Result<std::vector<ImageInput>> image_inputs(const WorkflowSource& source);

}  // namespace divan::app
