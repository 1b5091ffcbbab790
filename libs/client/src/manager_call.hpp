#pragma once

#include "route_call.hpp"

namespace divan::manager {

/// The routes that do a thing before they answer: later versions 3 of the Manager queue it instead.
RouteGroup at_once();
/// The Manager's 403 is its `security_level`, not our credentials.
Error forbidden_or(const net::HttpReply& reply);
/// A call whose 2xx reply says nothing more.
asio::awaitable<Result<void>> tell(Connection& connection, RouteGroup group, net::HttpRequest request,
                                   Deadline deadline);

}  // namespace divan::manager
