#pragma once

#include <string>

#include <divan/workflow/workflow.hpp>

namespace divan {

/// The hash by which pools know a workflow: `structure_hash`; another one when nodes of it are bypassed, for
/// which their ids count.
std::string routing_hash(const Workflow& workflow);

}  // namespace divan
