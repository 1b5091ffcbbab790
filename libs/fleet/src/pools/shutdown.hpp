#pragma once

#include <divan/fleet/workflow_pool.hpp>

#include "jobs/workflow_jobs.hpp"

namespace divan {

asio::awaitable<Result<void>> shut_down(std::shared_ptr<PoolCore> core, WorkflowJobs& jobs, ShutdownMode mode,
                                        Deadline deadline);

}  // namespace divan
