#pragma once

#include <vector>

#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/problem.hpp>
#include <divan/workflow/validate.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// A verdict in words for people: every error of every node, with its title, what would be right (range,
/// choices) and the nearest names for what is misspelt. `code` is ComfyUI's error type, but `cycle` where
/// ComfyUI gives no reason. Works for verdicts of ours and, through `read_verdict`, of real servers; the
/// catalogue may then be an empty one. Empty when there is nothing wrong.
std::vector<Problem> explain(const PromptVerdict& verdict, const Workflow& workflow,
                             const NodeCatalogue& catalogue);

}  // namespace divan
