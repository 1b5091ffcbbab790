#pragma once

#include <divan/net/http_client.hpp>
#include <divan/net/http_server.hpp>

#include "raw_server.hpp"
#include "run.hpp"

namespace divan::net::test {

/// A test with one event loop for server and client.
class LoopTest : public testing::Test {
protected:
    template <class Story>
    void run(Story story) {
        test::run(io, std::move(story));
    }

    /// Starts a server with the default configuration, or the test's own.
    void serve(HttpHandler handler, HttpServerConfig config = {}) {
        server.emplace(io.get_executor(), std::move(config), std::move(handler));
        const auto started = server->start();
        ASSERT_TRUE(started) << describe(started.error());
    }

    Url url(std::uint16_t port) const {
        Url where;
        where.host = "127.0.0.1";
        where.port = port;
        return where;
    }
    HttpClientConfig client_config(std::uint16_t port) const { return HttpClientConfig{url(port)}; }
    HttpClientConfig client_config() const { return client_config(server->port()); }

    asio::io_context io{1};
    std::optional<HttpServer> server;
};

inline Deadline soon() { return within(kPatience); }

}  // namespace divan::net::test
