#pragma once

#include "v2/job_view.hpp"

namespace divan::gateway {

/// GET /api/v2/jobs/{id}/events: the job as it is, then what changes, until it has ended, the caller hangs up
/// or the service stops. Only the latest is ever kept for a reader: a slow one misses steps, and holds
/// nothing up. Refusals: 429 `too_many_streams`.
asio::awaitable<Answer<>> send_job_events(Site& site, Call& call, JobPicture picture);

}  // namespace divan::gateway
