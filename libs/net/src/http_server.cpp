#include <divan/net/http_server.hpp>

#include "server_state.hpp"

namespace divan::net {

struct HttpServer::State : ServerState {
    using ServerState::ServerState;
};

HttpServer::HttpServer(asio::any_io_executor executor, HttpServerConfig config, HttpHandler handler)
    : state_{std::make_shared<State>(std::move(executor), std::move(config), std::move(handler))} {}

HttpServer::~HttpServer() { stop(); }

Result<void> HttpServer::start() { return state_->start(); }

std::uint16_t HttpServer::port() const { return state_->port(); }

void HttpServer::stop() { state_->stop(); }

}  // namespace divan::net
