#pragma once

#include <string>

#include <divan/fleet/server_inventory.hpp>

namespace divan::durable {

/// The lane of jobs with these needs: one for each set of node classes, as a short hash. Model files do not
/// count, so that lanes stay few.
std::string lane_of(const WorkflowNeeds& needs);

}  // namespace divan::durable
