#pragma once

#include <vector>

#include <divan/jobs/dispatcher.hpp>
#include <divan/workflow/problem.hpp>
#include <divan/workflow/workflow.hpp>

#include "http/refusal.hpp"

namespace divan::gateway {

/// A graph of the front end's own format (`nodes` and `links`), which no server runs.
bool is_ui_workflow(const json::Object& graph);

/// What keeps the workflow from running anywhere: its shape, and, when every server has told its node
/// classes, classes that none of them has, outputs that a class does not have, inputs that are missing. Empty
/// when one server would take it, or it is not known. What servers differ in (models, files, ranges) is left
/// to them.
std::vector<Problem> what_is_wrong(const Workflow& workflow, const durable::Dispatcher& dispatcher);

/// 422 `invalid_workflow` with `details.node_errors`: {node: [{field, reason, message}]}; what is about no
/// node is in `details.problems`.
Refusal invalid_workflow(const std::vector<Problem>& problems);

}  // namespace divan::gateway
