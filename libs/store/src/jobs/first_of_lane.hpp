#pragma once

#include <divan/store/claim.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {

/// The first job of a lane and owner that the server may have, locked; jobs that another gateway is taking at
/// this moment are passed over. `unused`: the server holds nothing, so one with a strike may go there.
Result<std::optional<JobRow>> first_of_lane(Transaction& transaction, const WaitingLane& lane,
                                            const ClaimRequest& request, bool unused);

}  // namespace divan::store
