#pragma once

#include <divan/net/http_server.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

/// Answers while the store cannot be reached and nothing else can be done: alive, not ready, and 503 with
/// Retry-After for everybody who asks for more. Gives the port free when it goes.
class WaitingRoom {
public:
    WaitingRoom(asio::any_io_executor executor, net::HttpServerConfig config);
    Result<void> start() { return server_.start(); }
    std::uint16_t port() const { return server_.port(); }

private:
    net::HttpServer server_;
};

}  // namespace divan::gateway
