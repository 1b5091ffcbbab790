#pragma once

#include <string>
#include <vector>

#include <divan/workflow/workflow.hpp>

#include "batch_table.hpp"

namespace divan::app {

/// "prompt=6.text": a column and the input that it sets.
struct ColumnTarget {
    std::string column, address;

    ColumnTarget() = default;
};
/// Errors: `invalid_argument` (no '=', a column that is not there), as `Workflow::check_address`.
Result<std::vector<ColumnTarget>> read_targets(const std::vector<std::string>& maps, const BatchTable& table,
                                               const Workflow& workflow);

/// The workflow of one row. Texts are read as `--set` reads them; other values are set as they are. Errors:
/// as `Workflow::set_text`, with the facts `row` and `column`.
Result<Workflow> workflow_of(const BatchRow& row, const std::vector<ColumnTarget>& targets,
                             const Workflow& workflow);

/// What makes this batch this batch: the file, the workflow and what goes where. 64 hexadecimal digits.
std::string batch_hash(const BatchTable& table, const std::vector<ColumnTarget>& targets,
                       const Workflow& workflow);

}  // namespace divan::app
