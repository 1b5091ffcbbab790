#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/log.hpp>
#include <divan/gateway/config.hpp>
#include <divan/net/http_server.hpp>
#include <divan/store/store.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

struct OpenedDatabase {
    std::unique_ptr<store::Store> store;
    std::uint16_t port = 0;  ///< to listen on: the one of `http`, or the free one that those who waited know

    OpenedDatabase() = default;
};

/// The store that the configuration names. A PostgreSQL that is away is waited for, since it may be starting,
/// too; meanwhile the address of `http` says so. Errors: of opening, but for `store_unavailable`;
/// `io_failed` when the port is taken; `cancelled`.
asio::awaitable<Result<OpenedDatabase>> open_database(asio::any_io_executor executor,
                                                      const GatewayConfig& config, net::HttpServerConfig http,
                                                      const Logger& log);

}  // namespace divan::gateway
