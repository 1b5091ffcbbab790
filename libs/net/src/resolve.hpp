#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "call_guard.hpp"

namespace divan::net {

/// The addresses of a host, best first. Literal addresses and "localhost" need no look-up; others go to
/// getaddrinfo on a thread of a small pool, because it cannot be cancelled: past `until` the look-up is
/// abandoned where it is. Errors: connect_failed (unknown name, or no answer in time), timeout and cancelled
/// of the guard.
asio::awaitable<Result<std::vector<tcp::endpoint>>> resolve(std::string host, std::uint16_t port,
                                                            Deadline until, CallGuard& guard);

}  // namespace divan::net
