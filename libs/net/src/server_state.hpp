#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include <divan/net/http_server.hpp>

#include "transport.hpp"

namespace divan::net {

/// One accepted connection: what `stop` needs to end it.
struct ServerSession {
    explicit ServerSession(TransportPtr connection) : transport{std::move(connection)} {}
    TransportPtr transport;
    asio::cancellation_signal cancel;  ///< of the coroutine that serves it
};

/// What the server object and its coroutines share; the coroutines hold it, so it outlives the server while
/// they end.
class ServerState : public std::enable_shared_from_this<ServerState> {
public:
    ServerState(asio::any_io_executor executor, HttpServerConfig config, HttpHandler handler);

    Result<void> start();
    void stop();
    bool stopped() const { return stopped_; }
    std::uint16_t port() const { return port_; }
    const HttpServerConfig& config() const { return config_; }
    const HttpHandler& handler() const { return handler_; }

private:
    asio::awaitable<void> accept_connections();
    void serve(tcp::socket socket);
    void forget(std::uint64_t id);

    asio::any_io_executor executor_;
    HttpServerConfig config_;
    HttpHandler handler_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;  ///< after a failed accept
    std::uint16_t port_ = 0;
    bool stopped_ = false;
    std::uint64_t next_id_ = 0;
    std::map<std::uint64_t, std::shared_ptr<ServerSession>> sessions_;
    std::map<std::uint64_t, std::weak_ptr<Transport>>
        transports_;  ///< of sessions, and of upgraded ones after them
};

/// Serves one connection until it ends: requests one after the other.
asio::awaitable<void> run_session(std::shared_ptr<ServerState> state, std::shared_ptr<ServerSession> session);

}  // namespace divan::net
