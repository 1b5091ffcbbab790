#pragma once

#include <filesystem>
#include <string>

#include <divan/workflow/workflow.hpp>

namespace demo {

/// What one round is made from.
struct RoundPlan {
    std::string prompt, checkpoint;
    std::uint64_t seed = 0;
    double strength = 0.5;  ///< 0 keeps the picture, 1 forgets it
    int steps = 16, width = 768, height = 512;
    std::filesystem::path picture;  ///< the last round's result; empty: draw from nothing
};

divan::Result<divan::Workflow> workflow_for(const RoundPlan& plan);

}  // namespace demo
