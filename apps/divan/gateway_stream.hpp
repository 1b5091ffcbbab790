#pragma once

#include <functional>

#include <divan/net/sse.hpp>

#include "gateway_access.hpp"

namespace divan::app {

using EventListener = std::function<void(const net::SseEvent&)>;

/// One connection to a stream of events, until the gateway ends it. `last_id` goes on with each event that
/// has a number, so the next call takes up where this one ended. Errors: as `GatewayAccess::ask`;
/// `connection_lost` and `timeout` when the stream broke off.
asio::awaitable<Result<void>> read_stream(GatewayAccess& gateway, std::string target, std::string& last_id,
                                          EventListener listener, Deadline deadline);

/// A log that can be resumed (`/api/v2/divan/jobs/{id}/events`), over as many connections as it takes, until
/// `ended` is true. Gateways may come and go meanwhile. Errors: what no other try can help; `timeout`.
asio::awaitable<Result<void>> follow_log(GatewayAccess& gateway, std::string target, EventListener listener,
                                         std::function<bool()> ended, Deadline deadline);

}  // namespace divan::app
