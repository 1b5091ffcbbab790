#pragma once

#include <boost/asio/awaitable.hpp>

#include <divan/net/http_client.hpp>

#include "call_guard.hpp"

namespace divan::net {

struct ConnectOptions {
    Url origin;
    Reach reach = Reach::anywhere;
    std::shared_ptr<asio::ssl::context> tls;  ///< needed when `origin.tls`
    std::chrono::milliseconds timeout{3'000};

    ConnectOptions() = default;
};

/// A new connection, TLS handshake included; addresses of the host are tried one after the other.
/// Errors: connect_failed (the hint names the address), address_refused, and what cut the guard.
asio::awaitable<Result<TransportPtr>> connect(asio::any_io_executor executor, ConnectOptions options,
                                              CallGuard& guard);

}  // namespace divan::net
