#pragma once

#include <vector>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/problem.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// Everything that is wrong with the shape of a workflow, all at once, in the order of the file. Needs no
/// server; with a catalogue it also checks classes, slots and outputs. Values are left to `validate_prompt`.
/// Codes:
/// - `no_nodes`
/// - `missing_class_type`: absent, empty or no text
/// - `inputs_not_object`: absent or something else; kills the worker of ComfyUI 0.3.64 even on a node that
/// nothing uses
/// - `unknown_link_target`: a link to a node that does not exist; kills that worker too when the input is
/// undeclared
/// - `bad_link`: a list that is no link, where a link is expected (a list value travels as `{"__value__":
/// [...]}`)
/// - `bad_slot`: no whole number, or (with a catalogue) beyond the outputs of the class
/// - `cycle`: with every node on it, over any number of hops; one report per group of entangled cycles
/// - `unknown_class`, `no_output_node`: only with a catalogue
/// Time: linear in nodes and links; no recursion.
std::vector<Problem> check_structure(const Workflow& workflow, const NodeCatalogue* catalogue = nullptr);

/// The same for a whole body of POST /prompt, with what besides the graph ends a worker or the server
/// (ComfyUI 0.3.64):
/// - `bad_client_id`: no text (an object or array ends the process)
/// - `bad_extra_data`: no object (null ends the worker)
/// - `bad_prompt_id`: no text
/// - `malformed_workflow`: no graph at all
std::vector<Problem> check_request(const json::Value& body, const NodeCatalogue* catalogue = nullptr);

/// The nodes that save or show something, in the order of the file. Without a catalogue, and for classes that
/// it does not know: those whose class name contains "save" or "preview".
std::vector<NodeId> output_nodes(const Workflow& workflow, const NodeCatalogue* catalogue = nullptr);

}  // namespace divan
