#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class WebSocketTest : public LoopTest {
protected:
    /// A server that upgrades every request and does with the socket what the test says.
    void serve_sockets(std::function<asio::awaitable<void>(WebSocket&)> story) {
        serve([story = std::move(story)](HttpExchange& exchange) -> asio::awaitable<void> {
            auto socket = co_await exchange.upgrade();
            CO_ASSERT_OK(socket);
            co_await story(*socket);
        });
    }
    static asio::awaitable<void> echo(WebSocket& socket) {
        for (;;) {
            auto message = co_await socket.receive();
            if (!message) co_return;
            auto sent = co_await socket.send(std::move(*message));
            if (!sent) co_return;
        }
    }
    WebSocketConfig config() const { return WebSocketConfig{url(server->port())}; }
    asio::awaitable<Result<WebSocket>> connect() {
        return WebSocket::connect(io.get_executor(), config(), soon());
    }
};

TEST_F(WebSocketTest, CarriesTextAndBinaryMessagesBothWays) {
    serve_sockets(echo);
    run([&]() -> asio::awaitable<void> {
        auto socket = co_await connect();
        CO_ASSERT_OK(socket);
        for (const bool binary : {false, true}) {
            const std::string content = binary ? std::string{"\0\xff", 2} : "grüße";
            WebSocketMessage message{binary, content};
            auto sent = co_await socket->send(std::move(message));
            CO_ASSERT_OK(sent);
            auto received = co_await socket->receive();
            CO_ASSERT_OK(received);
            EXPECT_EQ(received->binary, binary);
            EXPECT_EQ(received->content, content);
        }
    });
}

TEST_F(WebSocketTest, CarriesEmptyAndLargeMessages) {
    serve_sockets(echo);
    run([&]() -> asio::awaitable<void> {
        auto socket = co_await connect();
        CO_ASSERT_OK(socket);
        for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'000}}) {
            std::string content(bytes, 'x');
            if (bytes > 0) content.back() = 'y';
            WebSocketMessage message{true, content};
            auto sent = co_await socket->send(std::move(message));
            CO_ASSERT_OK(sent);
            auto received = co_await socket->receive();
            CO_ASSERT_OK(received);
            EXPECT_TRUE(received->content == content) << bytes;
        }
    });
}

TEST_F(WebSocketTest, SendsMessagesInTheOrderOfTheCalls) {
    std::string order;
    serve_sockets([&](WebSocket& socket) -> asio::awaitable<void> {
        for (int i = 0; i < 20; ++i) {
            auto message = co_await socket.receive();
            CO_ASSERT_OK(message);
            order += message->content.front();
        }
    });
    std::optional<WebSocket> socket;
    run([&]() -> asio::awaitable<void> {
        auto opened = co_await connect();
        CO_ASSERT_OK(opened);
        socket.emplace(std::move(*opened));
    });
    for (char name = 'a'; name < 'a' + 20; ++name) {
        auto send = [&, name]() -> asio::awaitable<void> {
            WebSocketMessage message{false, std::string(name % 3 ? 10 : 500'000, name)};
            auto sent = co_await socket->send(std::move(message));
            CO_ASSERT_OK(sent);
        };
        asio::co_spawn(io, send, asio::detached);
    }
    run_until(io, [&] { return order.size() == 20; });
    EXPECT_EQ(order, "abcdefghijklmnopqrst");
}

TEST_F(WebSocketTest, FindsFramesThatCameTogetherWithTheUpgradeRequest) {
    std::string received;
    serve_sockets([&](WebSocket& socket) -> asio::awaitable<void> {
        auto message = co_await socket.receive();
        CO_ASSERT_OK(message);
        received = message->content;
    });
    run([&]() -> asio::awaitable<void> {
        co_await talk(server->port(),
                      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
                          std::string{"\x81\x85\x00\x00\x00\x00hello", 11});
    });
    EXPECT_EQ(received, "hello");
}

TEST_F(WebSocketTest, AcceptsNoCompression) {
    serve_sockets(echo);
    run([&]() -> asio::awaitable<void> {
        tcp::socket socket{io};
        co_await socket.async_connect(loopback(server->port()), asio::use_awaitable);
        co_await write_text(
            socket,
            "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        const std::string head = co_await read_until(socket, "\r\n\r\n");
        EXPECT_THAT(head, testing::HasSubstr("101"));
        EXPECT_THAT(head, testing::Not(testing::HasSubstr("deflate")));
    });
}

TEST_F(WebSocketTest, SendsTargetAndCredentialsWithTheUpgrade) {
    std::string target, token;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        target = exchange.request().target;
        token = exchange.request().headers.find("Authorization").value_or("");
        co_await exchange.upgrade();
    });
    run([&]() -> asio::awaitable<void> {
        auto with_token = config();
        with_token.origin.path = "/comfy";
        with_token.target = "/ws?clientId=abc";
        with_token.credentials = Credentials::bearer("t-1");
        auto socket = co_await WebSocket::connect(io.get_executor(), with_token, soon());
        CO_ASSERT_OK(socket);
    });
    EXPECT_EQ(target, "/comfy/ws?clientId=abc");
    EXPECT_EQ(token, "Bearer t-1");
}

TEST_F(WebSocketTest, ClosesWithAHandshake) {
    Errc code{};
    std::string close_code;
    serve_sockets([&](WebSocket& socket) -> asio::awaitable<void> {
        const auto message = co_await socket.receive();
        code = code_of(message);
        close_code = message ? "" : message.error().fact("close_code");
    });
    run([&]() -> asio::awaitable<void> {
        auto socket = co_await connect();
        CO_ASSERT_OK(socket);
        co_await socket->close(soon());
        WebSocketMessage late{false, "late"};
        const auto sent = co_await socket->send(std::move(late));
        EXPECT_EQ(code_of(sent), Errc::connection_lost);
        const auto received = co_await socket->receive();
        EXPECT_EQ(code_of(received), Errc::connection_lost);
    });
    run_until(io, [&] { return code != Errc{}; });
    EXPECT_EQ(code, Errc::connection_lost);
    EXPECT_EQ(close_code, "1000");
}

TEST_F(WebSocketTest, SaysWhyTheOtherSideClosed) {
    serve_sockets([](WebSocket& socket) -> asio::awaitable<void> { co_await socket.close(soon()); });
    run([&]() -> asio::awaitable<void> {
        auto socket = co_await connect();
        CO_ASSERT_OK(socket);
        const auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
        CO_ASSERT(!message);
        EXPECT_EQ(message.error().fact("close_code"), "1000");
    });
}

TEST_F(WebSocketTest, KeepsAQuietConnectionAliveWithPings) {
    serve_sockets([](WebSocket& socket) -> asio::awaitable<void> {
        auto first = co_await socket.receive();  // answers pings meanwhile
        CO_ASSERT_OK(first);
        co_await socket.send(std::move(*first));
    });
    run([&]() -> asio::awaitable<void> {
        auto often = config();
        often.ping_interval = 20ms;
        often.pong_timeout = 2s;
        auto socket = co_await WebSocket::connect(io.get_executor(), often, soon());
        CO_ASSERT_OK(socket);
        auto speak_later = [&]() -> asio::awaitable<void> {
            asio::steady_timer pause{io, 100ms};
            co_await pause.async_wait(asio::use_awaitable);
            WebSocketMessage message{false, "still here"};
            co_await socket->send(std::move(message));
        };
        asio::co_spawn(io, speak_later, asio::detached);
        const auto message = co_await socket->receive();
        CO_ASSERT_OK(message);
        EXPECT_EQ(message->content, "still here");
    });
}

}  // namespace
}  // namespace divan::net::test
