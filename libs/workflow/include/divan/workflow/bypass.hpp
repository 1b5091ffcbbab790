#pragma once

#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What became of a workflow whose bypassed nodes were taken out.
struct BypassOutcome {
    Workflow workflow;          ///< without those nodes; nothing is bypassed in it any more
    std::vector<Link> rewired;  ///< inputs that got another source, as they are now
    std::vector<Link> cut;      ///< inputs that were removed, as they were: nothing fitted

    BypassOutcome() = default;
};

/// Takes the bypassed nodes out and connects what they fed to what feeds them. Without any it is a copy.
///
/// The rule is that of ComfyUI's front end (1.27.10, ExecutableNodeDTO). For a link from output s of a
/// bypassed node to an input of type T, the source is that of the bypassed node's
///   1. input number s, when its type fits the output's type and T; else
///   2. first input whose type is exactly T; else
///   3. first input whose type fits both.
/// Inputs are numbered as the front end shows them: first those without a widget, in the order of the
/// catalogue, then INT, FLOAT, STRING, BOOLEAN and choices. Types fit when they are equal but for case, when
/// one is "*", or when two comma lists share a type; two lists of choices fit when they are equal. Where the
/// source is bypassed too, the search goes on there.
///
/// It differs in two points: only inputs that hold a link are looked at, so a literal or an empty input never
/// takes the place of a link that fits; and where T is "*", or not known, the output's own type counts
/// instead (the front end then takes input number s, whatever its type).
///
/// Errors, all at once: `unknown_node` for a bypassed node whose class the catalogue does not know, with the
/// facts `node` and `class_type`; `malformed_workflow` where bypassed nodes feed each other in a circle.
/// Whether a node that lost an input can do without it is for `validate_prompt` to say. Time: linear in nodes
/// and links.
Result<BypassOutcome> apply_bypass(const Workflow& workflow, const NodeCatalogue& catalogue);

}  // namespace divan
