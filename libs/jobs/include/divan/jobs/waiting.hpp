#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/store/query.hpp>
#include <divan/store/store.hpp>

/// Waiting for what happens to a job, on any gateway: woken by the store's hints, and polling behind them.
namespace divan::durable {

namespace asio = boost::asio;

/// The events after `seq`, as soon as there are any; empty when the deadline came first. Of an owner's job
/// only, where one is given. Errors: `not_found`; those of the store.
asio::awaitable<Result<std::vector<store::Event>>> wait_for_events(store::Store& store, JobId job,
                                                                   std::optional<std::string> owner,
                                                                   std::int64_t seq, Deadline deadline);

/// The job when it has ended, or as it is at the deadline. Errors: as above.
asio::awaitable<Result<store::Job>> wait_for_end(store::Store& store, JobId job,
                                                 std::optional<std::string> owner, Deadline deadline);

}  // namespace divan::durable
