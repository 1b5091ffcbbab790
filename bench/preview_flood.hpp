#pragma once

#include <divan/net/http_server.hpp>

namespace divan::bench {

/// A server that sends 100 kB preview frames to each WebSocket as fast as it is read, and `{}` to every other
/// request.
boost::asio::awaitable<void> flood_with_previews(net::HttpExchange& exchange);

}  // namespace divan::bench
