#include <boost/asio/post.hpp>

#include <divan/net/before.hpp>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class WebSocketFailure : public LoopTest {
protected:
    /// The code that opening a WebSocket ends with, when the server answers `text`.
    Errc refused_with(std::string text) {
        RawServer peer{io, [&](tcp::socket& socket, int) -> asio::awaitable<void> {
                           co_await read_until(socket, "\r\n\r\n");
                           co_await write_text(socket, text);
                       }};
        Errc code{};
        run([&]() -> asio::awaitable<void> {
            const auto socket =
                co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(peer.port())}, soon());
            code = code_of(socket);
        });
        return code;
    }
    /// What the first `receive` of a server's WebSocket ends with, when the client sends raw frames.
    Errc received_after(std::string frames) {
        Errc code{};
        serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
            auto socket = co_await exchange.upgrade();
            CO_ASSERT_OK(socket);
            const auto message = co_await socket->receive();
            code = code_of(message);
        });
        run([&]() -> asio::awaitable<void> {
            co_await talk(server->port(),
                          "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
                              frames);
        });
        return code;
    }
    /// A server whose WebSockets stay open and unread until the test ends.
    void serve_deaf() {
        serve([this](HttpExchange& exchange) -> asio::awaitable<void> {
            auto socket = co_await exchange.upgrade();
            CO_ASSERT_OK(socket);
            deaf.push_back(std::move(*socket));
        });
    }
    std::vector<WebSocket> deaf;
};

TEST_F(WebSocketFailure, TellsARefusalFromAWrongServer) {
    EXPECT_EQ(refused_with("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"), Errc::unauthorized);
    EXPECT_EQ(refused_with("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), Errc::unauthorized);
    EXPECT_EQ(refused_with("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), Errc::unexpected_status);
    EXPECT_EQ(refused_with("SSH-2.0-OpenSSH_9.2\r\n\r\n"), Errc::malformed_reply);
    EXPECT_EQ(refused_with("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                           "Sec-WebSocket-Accept: wrong\r\n\r\n"),
              Errc::malformed_reply);
    EXPECT_EQ(refused_with(""), Errc::connection_lost);
}

TEST_F(WebSocketFailure, SaysConnectFailedWhenNobodyListens) {
    serve_deaf();
    const auto port = server->port();
    server.reset();
    run([&]() -> asio::awaitable<void> {
        const auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(port)}, soon());
        EXPECT_EQ(code_of(socket), Errc::connect_failed);
    });
}

TEST_F(WebSocketFailure, EndsAtTheDeadlineWhenTheHandshakeIsNotAnswered) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    run([&]() -> asio::awaitable<void> {
        const auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(peer.port())}, within(50ms));
        EXPECT_EQ(code_of(socket), Errc::timeout);
    });
}

TEST_F(WebSocketFailure, CountsAPeerThatAnswersNoPingAsLost) {
    serve_deaf();
    run([&]() -> asio::awaitable<void> {
        WebSocketConfig config{url(server->port())};
        config.ping_interval = 10ms;
        config.pong_timeout = 60ms;
        auto socket = co_await WebSocket::connect(io.get_executor(), config, soon());
        CO_ASSERT_OK(socket);
        const auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
        CO_ASSERT(!message);
        EXPECT_EQ(message.error().message, "the other side did not answer pings");
    });
}

TEST_F(WebSocketFailure, EndsAPendingReceiveOnAbort) {
    serve_deaf();
    run([&]() -> asio::awaitable<void> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(socket);
        auto abort_soon = [&]() -> asio::awaitable<void> {
            socket->abort();
            co_return;
        };
        asio::post(io, [&] { asio::co_spawn(io, abort_soon, asio::detached); });
        const auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
    });
}

TEST_F(WebSocketFailure, LetsASendWaitForAPeerThatDoesNotRead) {
    serve_deaf();
    run([&]() -> asio::awaitable<void> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(socket);
        WebSocketMessage huge{true, std::string(std::size_t{64} << 20, 'x')};
        auto send = socket->send(std::move(huge));
        const auto sent = co_await before(within(50ms), std::move(send));
        EXPECT_EQ(code_of(sent), Errc::timeout);
    });
}

TEST_F(WebSocketFailure, CutsAPeerThatDoesNotAnswerTheClosingHandshake) {
    serve_deaf();
    run([&]() -> asio::awaitable<void> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(socket);
        co_await socket->close(within(50ms));
        const auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
    });
}

TEST_F(WebSocketFailure, MayBeDestroyedWhileItSendsAndReceives) {
    serve_deaf();
    std::optional<WebSocket> socket;
    run([&]() -> asio::awaitable<void> {
        auto opened =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(opened);
        socket.emplace(std::move(*opened));
    });
    int begun = 0, ended = 0;
    auto receive = [&]() -> asio::awaitable<void> {
        ++begun;
        const auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
        ++ended;
    };
    auto send = [&]() -> asio::awaitable<void> {
        WebSocketMessage huge{true, std::string(std::size_t{32} << 20, 'x')};
        ++begun;
        const auto sent = co_await socket->send(std::move(huge));
        EXPECT_EQ(code_of(sent), Errc::connection_lost);
        ++ended;
    };
    asio::co_spawn(io, receive, asio::detached);
    for (int i = 0; i < 3; ++i) asio::co_spawn(io, send, asio::detached);
    run_until(io, [&] { return begun == 4; });
    socket.reset();
    run_until(io, [&] { return ended == 4; });
}

TEST_F(WebSocketFailure, S42EndsOnDamagedFrames) {
    for (const std::string& frames : {
             std::string{"\x81\x05hello", 7},                     // a client's frame without a mask
             std::string{"\xf1\x80\x00\x00\x00\x00", 6},          // reserved bits
             std::string{"\x83\x80\x00\x00\x00\x00", 6},          // a reserved opcode
             std::string{"\x80\x80\x00\x00\x00\x00", 6},          // a continuation of nothing
             std::string{"\x09\x80\x00\x00\x00\x00", 6},          // a fragmented ping
             std::string{"\x89\xfe\x00\x7e\x00\x00\x00\x00", 8},  // a ping that is too long
             std::string{"\x81\x81\x00\x00\x00\x00\xff", 7},      // a text that is no UTF-8
             std::string{"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 14},  // an absurd length
             std::string{"\x88\x81\x00\x00\x00\x00\x01", 7},  // a close frame of one byte
         })
        EXPECT_EQ(received_after(frames), Errc::connection_lost) << testing::PrintToString(frames);
}

TEST_F(WebSocketFailure, S42RefusesAMessageOverTheLimit) {
    Errc code{};
    HttpServerConfig small;
    small.max_message_bytes = 1000;
    serve(
        [&](HttpExchange& exchange) -> asio::awaitable<void> {
            auto socket = co_await exchange.upgrade();
            CO_ASSERT_OK(socket);
            auto fits = co_await socket->receive();
            EXPECT_TRUE(fits);
            const auto message = co_await socket->receive();
            code = code_of(message);
        },
        small);
    run([&]() -> asio::awaitable<void> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        CO_ASSERT_OK(socket);
        for (const std::size_t bytes : {1000u, 1001u}) {
            WebSocketMessage message{true, std::string(bytes, 'x')};
            auto sent = co_await socket->send(std::move(message));
            CO_ASSERT_OK(sent);
        }
        const auto end = co_await socket->receive();
        EXPECT_EQ(code_of(end), Errc::connection_lost);
    });
    EXPECT_EQ(code, Errc::connection_lost);
}

TEST_F(WebSocketFailure, AnswersABrokenUpgradeRequest) {
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto socket = co_await exchange.upgrade();
        EXPECT_EQ(code_of(socket), Errc::malformed_reply);
    });
    run([&]() -> asio::awaitable<void> {
        const std::string answer =
            co_await talk(server->port(),
                          "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 4"));
    });
}

TEST_F(WebSocketFailure, UpgradesNoOrdinaryRequest) {
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        EXPECT_FALSE(exchange.wants_upgrade());
        const auto socket = co_await exchange.upgrade();
        EXPECT_EQ(code_of(socket), Errc::invalid_argument);
        co_await exchange.reply(HttpReply{400});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/ws"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 400);
    });
}

}  // namespace
}  // namespace divan::net::test
