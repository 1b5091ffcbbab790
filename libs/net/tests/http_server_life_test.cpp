#include <sys/resource.h>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

using HttpServerLife = LoopTest;

HttpHandler answer_200() {
    return [](HttpExchange& exchange) -> asio::awaitable<void> { co_await exchange.reply(HttpReply{200}); };
}

TEST_F(HttpServerLife, NamesThePortThatIsInUse) {
    serve(answer_200());
    HttpServerConfig config;
    config.port = server->port();
    HttpServer second{io.get_executor(), config, answer_200()};
    const auto started = second.start();
    ASSERT_EQ(code_of(started), Errc::io_failed);
    EXPECT_NE(started.error().message.find("port " + std::to_string(config.port) + " is in use"),
              std::string::npos);
    EXPECT_NE(started.error().hint.find(std::to_string(config.port)), std::string::npos);
}

TEST_F(HttpServerLife, RefusesAnAddressThatIsNone) {
    HttpServerConfig config;
    config.address = "not an address";
    HttpServer broken{io.get_executor(), config, answer_200()};
    EXPECT_EQ(code_of(broken.start()), Errc::io_failed);
}

TEST_F(HttpServerLife, ListensOnIpv6) {
    HttpServerConfig config;
    config.address = "::1";
    HttpServer six{io.get_executor(), config, answer_200()};
    if (!six.start()) GTEST_SKIP() << "no IPv6 here";
    run([&]() -> asio::awaitable<void> {
        auto client_side = client_config(six.port());
        client_side.origin.host = "::1";
        HttpClient client{io.get_executor(), client_side};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 200);
    });
}

TEST_F(HttpServerLife, GivesItsPortFreeWhenItStops) {
    serve(answer_200());
    HttpServerConfig config;
    config.port = server->port();
    server->stop();
    HttpServer second{io.get_executor(), config, answer_200()};
    const auto started = second.start();
    EXPECT_TRUE(started) << describe(started.error());
}

TEST_F(HttpServerLife, EndsHandlersThatWaitWhenItStops) {
    bool waiting = false, ended = false;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        struct Ended {
            bool& flag;
            ~Ended() { flag = true; }
        } const at_end{ended};
        waiting = true;
        asio::steady_timer timer{co_await asio::this_coro::executor, kNever};
        co_await timer.async_wait(asio::use_awaitable);
        co_await exchange.reply(HttpReply{200});
    });
    Errc code{};
    auto ask = [&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        code = code_of(reply);
    };
    asio::co_spawn(io, ask, asio::detached);
    run_until(io, [&] { return waiting; });
    server.reset();
    run_until(io, [&] { return ended && code != Errc{}; });
    EXPECT_EQ(code, Errc::connection_lost);
}

TEST_F(HttpServerLife, CutsIdleConnectionsAndWebSocketsWhenItStops) {
    std::optional<WebSocket> kept;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        if (!exchange.wants_upgrade()) co_return;
        auto socket = co_await exchange.upgrade();
        CO_ASSERT_OK(socket);
        kept.emplace(std::move(*socket));  // lives on after the handler, as in a hub
    });
    Errc code{};
    auto listen = [&]() -> asio::awaitable<void> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(socket);
        const auto message = co_await socket->receive();
        code = code_of(message);
    };
    asio::co_spawn(io, listen, asio::detached);
    run_until(io, [&] { return kept.has_value(); });
    server->stop();
    run_until(io, [&] { return code != Errc{}; });
    EXPECT_EQ(code, Errc::connection_lost);
}

TEST_F(HttpServerLife, MayBeDestroyedBeforeTheLoopRunsAgain) {
    bool handling = false;
    serve([&](HttpExchange&) -> asio::awaitable<void> {
        handling = true;
        asio::steady_timer timer{co_await asio::this_coro::executor, kNever};
        co_await timer.async_wait(asio::use_awaitable);
    });
    HttpClient client{io.get_executor(), client_config()};
    auto ask = [&]() -> asio::awaitable<void> { co_await client.exchange(HttpRequest{"GET", "/"}, soon()); };
    asio::co_spawn(io, ask, asio::detached);
    run_until(io, [&] { return handling; });
    server.reset();
    client.close();
    // The loop, too, may never run again: its destructor then ends the coroutines.
}

TEST_F(HttpServerLife, GoesOnAcceptingAfterItRanOutOfDescriptors) {
#if defined(__has_feature)
#if __has_feature(undefined_behavior_sanitizer)
    GTEST_SKIP()
        << "clang's check of virtual calls opens a pipe, and fails when there are no descriptors left";
#endif
#endif
    serve(answer_200());
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    std::vector<tcp::socket> clients;
    for (int i = 0; i < 8; ++i) clients.emplace_back(io, tcp::v4());
    const int highest = clients.back().native_handle();
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(highest) + 1;  // no descriptor is left for the server's end
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
    for (auto& each : clients) each.connect(loopback(server->port()));
    io.restart();
    io.run_for(50ms);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(reply);
    });
}

}  // namespace
}  // namespace divan::net::test
