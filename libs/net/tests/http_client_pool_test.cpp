#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class HttpClientPool : public LoopTest {
protected:
    static constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// Answers once, then treats the second request on the same connection as `second` does.
    static RawServer::Script answer_once_then(std::function<void(tcp::socket&)> second) {
        return [second](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await read_until(socket, "\r\n\r\n");
            co_await write_text(socket, kOk);
            const std::string request = co_await read_until(socket, "\r\n\r\n");
            if (!request.empty()) second(socket);
        };
    }
};

TEST_F(HttpClientPool, SendsAGetAgainWhenTheKeptConnectionDiesUnderIt) {
    RawServer peer{io, answer_once_then([](tcp::socket& socket) { reset(socket); })};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        for (int i = 0; i < 2; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
            CO_ASSERT_OK(reply);
        }
        EXPECT_EQ(peer.connections(), 2);
    });
}

TEST_F(HttpClientPool, NeverSendsAPostAgainThatMayHaveBeenRead) {
    RawServer peer{io, answer_once_then([](tcp::socket& socket) { reset(socket); })};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        const auto first = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(first);
        const auto second = co_await client.exchange(HttpRequest{"POST", "/prompt"}, soon());
        EXPECT_EQ(code_of(second), Errc::in_doubt);
        EXPECT_EQ(peer.connections(), 1);
    });
}

TEST_F(HttpClientPool, UsesNoConnectionThatTheServerHasClosedMeanwhile) {
    RawServer peer{io, [](tcp::socket& socket, int) -> asio::awaitable<void> {
                       co_await read_until(socket, "\r\n\r\n");
                       co_await write_text(socket, kOk);
                   }};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        for (int i = 0; i < 3; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"POST", "/prompt"}, soon());
            CO_ASSERT_OK(reply);
            asio::steady_timer pause{io, 5ms};  // lets the end of the connection arrive
            co_await pause.async_wait(asio::use_awaitable);
        }
        EXPECT_EQ(peer.connections(), 3);
    });
}

TEST_F(HttpClientPool, TriesAFreshConnectionOnlyOnce) {
    RawServer peer{io, [](tcp::socket& socket, int number) -> asio::awaitable<void> {
                       co_await read_until(socket, "\r\n\r\n");
                       if (number == 0) co_await write_text(socket, kOk);
                       if (number == 0) co_await read_until(socket, "\r\n\r\n");
                       reset(socket);
                   }};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        const auto first = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(first);
        const auto second = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        EXPECT_EQ(code_of(second), Errc::connection_lost);
        EXPECT_EQ(peer.connections(), 2);
    });
}

TEST_F(HttpClientPool, DropsAConnectionThatTheServerMarksAsClosing) {
    RawServer peer{io, [](tcp::socket& socket, int) -> asio::awaitable<void> {
                       co_await read_until(socket, "\r\n\r\n");
                       co_await write_text(
                           socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                       co_await wait_for_end(socket);
                   }};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        for (int i = 0; i < 2; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
            CO_ASSERT_OK(reply);
        }
        EXPECT_EQ(peer.connections(), 2);
    });
}

TEST_F(HttpClientPool, EndsCallsOnTheirWayWhenItIsClosed) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    HttpClient client{io.get_executor(), client_config(peer.port())};
    bool asked = false;
    Errc code{};
    auto ask = [&]() -> asio::awaitable<void> {
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, kNever);
        code = code_of(reply);
        asked = true;
    };
    asio::co_spawn(io, ask, asio::detached);
    run_until(io, [&] { return peer.connections() == 1; });
    client.close();
    run_until(io, [&] { return asked; });
    EXPECT_EQ(code, Errc::cancelled);
}

TEST_F(HttpClientPool, MayBeDestroyedWhileACallIsOnItsWay) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    auto client = std::make_unique<HttpClient>(io.get_executor(), client_config(peer.port()));
    bool ended = false;
    auto ask = [&]() -> asio::awaitable<void> {
        const auto reply = co_await client->exchange(HttpRequest{"GET", "/"}, kNever);
        EXPECT_EQ(code_of(reply), Errc::cancelled);
        ended = true;
    };
    asio::co_spawn(io, ask, asio::detached);
    run_until(io, [&] { return peer.connections() == 1; });
    client.reset();
    run_until(io, [&] { return ended; });
}

}  // namespace
}  // namespace divan::net::test
