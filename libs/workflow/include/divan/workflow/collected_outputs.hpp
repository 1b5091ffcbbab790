#pragma once

#include <string>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What a run of this workflow collects: the declared outputs, in their order; without any, every output node
/// that is not bypassed (`output_nodes`), named by its id. `also` adds further ones in the spellings of
/// `declared_output`; a node that is among them already is not added again.
/// Errors, all at once: as `declared_output`; `invalid_argument` for an output that is bypassed, and for an
/// alias that means two nodes.
Result<std::vector<DeclaredOutput>> collected_outputs(const Workflow& workflow,
                                                      const std::vector<std::string>& also = {},
                                                      const NodeCatalogue* catalogue = nullptr);

}  // namespace divan
