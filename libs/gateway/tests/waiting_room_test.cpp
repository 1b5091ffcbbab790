#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <divan/net/before.hpp>

#include "postgres/postgres_server.hpp"
#include "support/gateway_fixture.hpp"

namespace divan::gateway {
namespace {

/// A port of this machine that nobody listens on, a moment ago.
std::uint16_t free_port(asio::io_context& io) {
    asio::ip::tcp::acceptor taken{io, {asio::ip::make_address("127.0.0.1"), 0}};
    return taken.local_endpoint().port();
}

/// A gateway whose database is away.
class WaitingRoomTest : public GatewayTest {
protected:
    WaitingRoomTest() {
        config.listen.port = free_port(io);
        config.database = "postgresql://nobody@127.0.0.1:" + std::to_string(free_port(io)) + "/divan";
    }
    Reply ask_meanwhile(const std::string& target) {
        net::HttpClientConfig there{
            net::parse_url("http://127.0.0.1:" + std::to_string(config.listen.port)).value()};
        net::HttpClient client{io.get_executor(), std::move(there)};
        for (int tries = 0;; ++tries) {  // it begins to listen in a moment
            auto answer = test::run_on(io, client.exchange(net::HttpRequest{"GET", target}, within(5s)));
            if (!answer && tries < 50) {
                test::settle(io, 50ms);
                continue;
            }
            if (!answer) throw std::runtime_error(describe(answer.error()));
            Reply reply;
            reply.status = answer->status;
            reply.headers = std::move(answer->headers);
            reply.body = std::move(answer->body);
            return reply;
        }
    }
};

/// Starts, and gives up after that span. True: it serves.
asio::awaitable<bool> start_for(Gateway& gateway, std::chrono::milliseconds span) {
    using namespace asio::experimental::awaitable_operators;
    auto first = co_await (gateway.start() || net::sleep_until(within(span)));
    if (first.index() != 0) co_return false;
    const auto started = std::get<0>(std::move(first));
    EXPECT_TRUE(started) << describe(started.error());
    co_return started.has_value();
}

TEST_F(WaitingRoomTest, ADatabaseThatIsAwayIsWaitedForAndThePortSaysSo) {
    gateway = std::make_unique<Gateway>(io.get_executor(), config, silent);
    std::optional<bool> started;
    asio::co_spawn(io, start_for(*gateway, 3s),
                   [&](const std::exception_ptr&, bool done) { started = done; });
    EXPECT_EQ(ask_meanwhile("/healthz").status, 200);
    EXPECT_EQ(ask_meanwhile("/readyz").status, 503);
    const auto refused = ask_meanwhile("/api/v2/divan/jobs");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.code(), "store_unavailable");
    EXPECT_TRUE(refused.headers.contains("Retry-After"));
    EXPECT_FALSE(started.has_value());
    ASSERT_TRUE(test::run_until(io, [&] { return started.has_value(); }));
    EXPECT_FALSE(*started);  // it still waited when it was told to end
}

TEST_F(WaitingRoomTest, WorkBeginsWhenTheDatabaseHasCome) {
    if (!store::PostgresServer::is_installed()) GTEST_SKIP() << "no PostgreSQL here";
    store::PostgresServer database;
    config.database = database.url(database.new_schema());
    database.kill();
    gateway = std::make_unique<Gateway>(io.get_executor(), config, silent);
    std::optional<bool> started;
    asio::co_spawn(io, start_for(*gateway, 60s),
                   [&](const std::exception_ptr&, bool done) { started = done; });
    EXPECT_EQ(ask_meanwhile("/readyz").status, 503);
    database.start();
    ASSERT_TRUE(test::run_until(io, [&] { return started.has_value(); }));
    ASSERT_TRUE(*started);
    EXPECT_EQ(gateway->port(), config.listen.port);
    EXPECT_EQ(ask_meanwhile("/readyz").status, 200);
    crash();
}

TEST_F(WaitingRoomTest, AnAddressThatIsNoneEndsTheStartAtOnce) {
    config.database = "postgresql://127.0.0.1:notaport/divan?bad option";
    Gateway refused{io.get_executor(), config, silent};
    const auto started = test::run_on(io, refused.start());
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace divan::gateway
