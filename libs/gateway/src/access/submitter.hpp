#pragma once

#include <divan/jobs/submit.hpp>

#include "site.hpp"

namespace divan::gateway {

/// The rules for a caller's graphs.
durable::NodePolicy policy_of(const Site& site, const Caller& caller);

/// All that a caller hands in jobs under.
durable::Submitter submitter_of(const Site& site, const Caller& caller);

/// Whether the caller may have this workflow run; what is refused is in the audit log. The same is held
/// against every job once more when it is stored. Refusals: 403 `node_not_allowed`; 422 `path_not_allowed`,
/// `over_ceiling`.
asio::awaitable<Answer<>> keep_policy(Site& site, const Caller& caller, const Workflow& workflow);
asio::awaitable<Answer<>> keep_policy(Site& site, const Caller& caller, const Workflow& workflow,
                                      durable::NodePolicy policy);

}  // namespace divan::gateway
