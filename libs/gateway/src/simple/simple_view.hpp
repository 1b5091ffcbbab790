#pragma once

#include <filesystem>

#include "simple/shelf.hpp"
#include "v2/job_view.hpp"

namespace divan::gateway {

/// A job as `/jobs` shows it. `shelf` is asked for of jobs that have succeeded; `folder` is where it is.
json::Object simple_job(const JobPicture& picture, const std::optional<SimpleOrder>& order,
                        const ShelfView& shelf, const std::filesystem::path& folder);

/// "queued", "running", "complete" or "failed". A job whose pictures are on their way to their names runs;
/// one that was cancelled has failed, with the code `cancelled`.
std::string_view simple_status(store::Phase phase, const ShelfView& shelf);

}  // namespace divan::gateway
