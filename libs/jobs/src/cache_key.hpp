#pragma once

#include <map>
#include <string>

#include <divan/store/job.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::durable {

/// What a job computes, as one hash: its workflow (titles, spellings of numbers and names of files do not
/// count), the contents that it takes in, and the models by their names. Another owner has another key:
/// nobody learns what others have made. `contents`: the hash of each asset, which a server gets with no side
/// longer than `max_side` (0: as it is).
std::string cache_key(const Workflow& workflow, const std::map<store::AssetId, std::string>& contents,
                      const std::string& owner, int max_side = 0);

}  // namespace divan::durable
