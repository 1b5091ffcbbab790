#pragma once

#include <string>
#include <vector>

#include "additions/job_wish.hpp"
#include "site.hpp"

namespace divan::gateway {

WishRules wish_rules(const Site& site);

/// Makes the jobs durable for the caller: all of them, or none. With an `Idempotency-Key` the same request
/// again gives the jobs of the first one (`replayed`); another request under that key is 422
/// `idempotency_key_reuse`. `body` is what was asked for. Refusals name the job's place (`details.job`) where
/// there are several.
asio::awaitable<Answer<store::Submitted>> hand_in(Site& site, Call& call,
                                                  std::vector<durable::SubmitRequest> jobs,
                                                  const json::Object& body);

}  // namespace divan::gateway
