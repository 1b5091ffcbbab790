#pragma once

#include <vector>

#include <divan/json/value.hpp>
#include <divan/store/query.hpp>

#include "site.hpp"

namespace divan::gateway {

/// Everything that is shown of a job, read at one time.
struct JobPicture {
    store::Job job;
    std::vector<store::Output> outputs;
    std::optional<int> ahead;                      ///< jobs before it, while it waits
    std::optional<durable::JobProgress> progress;  ///< while this gateway has it at a server

    JobPicture() = default;
};

/// Errors: `not_found`, also for another owner's.
asio::awaitable<Result<JobPicture>> picture_of(Site& site, JobId job, std::string owner);

/// "queued", "running", "succeeded", "failed", "canceled" (openapi.yaml, JobStatus).
std::string_view v2_status(store::Phase phase);

/// A `Progress` of openapi.yaml.
json::Object v2_progress(const durable::JobProgress& progress);

/// A `Job` of openapi.yaml. `origin` begins its absolute links.
json::Object v2_job(const JobPicture& picture, const Site& site, const std::string& origin);

}  // namespace divan::gateway
