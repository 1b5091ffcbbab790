#pragma once

#include "v2/job_view.hpp"

namespace divan::gateway {

/// A job of Comfy API v2 with one more member, `divan`: what that contract has no words for.
json::Object addition_view(const JobPicture& picture, const Site& site, const std::string& origin);

/// The same, with everything: attempts, seeds, deliveries. Errors: `not_found`.
asio::awaitable<Result<json::Object>> full_view(Site& site, JobId job, std::optional<std::string> owner,
                                                std::string origin);

json::Object delivery_view(const store::Delivery& delivery);
json::Object event_view(const store::Event& event);
/// `{"queued": 0, "running": 1, …}` by status, and `total`.
json::Object status_counts(const store::Counts& counts);

}  // namespace divan::gateway
