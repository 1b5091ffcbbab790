#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class HttpServerFraming : public LoopTest {
protected:
    /// What the server answers to raw bytes, until it closes the connection.
    std::string answer(std::string text, HttpServerConfig config = {}) {
        requests = 0;
        bodies.clear();
        serve(
            [this](HttpExchange& exchange) -> asio::awaitable<void> {
                ++requests;
                auto body = co_await exchange.read_body(1000);
                CO_ASSERT_OK(body);
                bodies += *body + "|";
                co_await exchange.reply(HttpReply{200, exchange.path()});
            },
            std::move(config));
        std::string got;
        run([&]() -> asio::awaitable<void> { got = co_await talk(server->port(), std::move(text)); });
        return got;
    }
    int requests = 0;
    std::string bodies;
};

TEST_F(HttpServerFraming, AnswersPipelinedRequestsInOrder) {
    const std::string got = answer(
        "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1;x=y\r\nf\r\n0\r\n\r\n"
        "\r\nGET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(got,
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/2"
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/3");
    EXPECT_EQ(bodies, "abc|def||");
}

TEST_F(HttpServerFraming, S37RefusesWhatTwoParsersCouldReadDifferently) {
    const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
    for (const std::string& head : {
             post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
             post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
             post + "Content-Length: 3, 3\r\n\r\nabc",
             post + "Content-Length: +3\r\n\r\nabc",
             post + "Content-Length: 0x3\r\n\r\nabc",
             post + "Content-Length:\r\n\r\n",
             post + "Content-Length: 99999999999999999999999\r\n\r\n",
             post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             post + "Content-Length : 3\r\n\r\nabc",
             post + "X: a\r\n b\r\n\r\n",
             post + "X: a\rb\r\n\r\n",
             post + "X: a\nContent-Length: 3\r\n\r\nabc",
             post + "no colon\r\n\r\n",
             post + "Host: y\r\n\r\n",
             std::string{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
             std::string{"GET / HTTP/2.0\r\n\r\n"},
             std::string{"GET /a b HTTP/1.1\r\n\r\n"},
             std::string{"GET  / HTTP/1.1\r\n\r\n"},
             std::string{" GET / HTTP/1.1\r\n\r\n"},
             std::string{"GET /\r\n\r\n"},
             std::string{"\x16\x03\x01\x02\r\n\r\n"},
         }) {
        EXPECT_EQ(answer(head), "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            << head;
        EXPECT_EQ(requests, 0) << head;
    }
}

TEST_F(HttpServerFraming, S38RefusesAHeadThatIsTooLong) {
    HttpServerConfig config;
    config.max_header_bytes = 1000;
    const auto refusal = testing::StartsWith("HTTP/1.1 431 ");
    EXPECT_THAT(answer("GET / HTTP/1.1\r\nX: " + std::string(1000, 'x') + "\r\n\r\n", config), refusal);
    EXPECT_THAT(answer("GET /" + std::string(10'000, 'x'), config), refusal);
    EXPECT_THAT(
        answer("GET / HTTP/1.1\r\nConnection: close\r\nX: " + std::string(900, 'x') + "\r\n\r\n", config),
        testing::StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerFraming, TakesAHeadThatArrivesByteByByte) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> { co_await exchange.reply(HttpReply{204}); });
    run([&]() -> asio::awaitable<void> {
        tcp::socket socket{io};
        co_await socket.async_connect(loopback(server->port()), asio::use_awaitable);
        for (const char c : std::string{"GET / HTTP/1.1\r\nHost: x\r\n\r\n"})
            co_await write_text(socket, std::string(1, c));
        EXPECT_EQ(co_await read_until(socket, "\r\n\r\n"), "HTTP/1.1 204 No Content\r\n\r\n");
    });
}

TEST_F(HttpServerFraming, ClosesAfterAnHttp10RequestUnlessItAsksOtherwise) {
    EXPECT_THAT(answer("GET / HTTP/1.0\r\n\r\n"), testing::HasSubstr("Connection: close\r\n\r\n/"));
    const std::string kept =
        answer("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
    EXPECT_THAT(kept, testing::HasSubstr("Connection: keep-alive\r\n\r\n/1HTTP/1.1 200 OK"));
}

TEST_F(HttpServerFraming, S38ClosesAConnectionThatSendsNothing) {
    HttpServerConfig config;
    config.header_timeout = 30ms;
    EXPECT_EQ(answer("", config), "");
    EXPECT_EQ(answer("GET / HT", config), "");
}

TEST_F(HttpServerFraming, ClosesAConnectionThatIsIdleAfterARequest) {
    HttpServerConfig config;
    config.idle_timeout = 30ms;
    EXPECT_THAT(answer("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n", config), testing::EndsWith("/1"));
}

TEST_F(HttpServerFraming, S38EndsABodyThatStalls) {
    HttpServerConfig config;
    config.stall_timeout = 30ms;
    Errc code{};
    serve(
        [&](HttpExchange& exchange) -> asio::awaitable<void> {
            const auto body = co_await exchange.read_body(1000);
            code = code_of(body);
        },
        config);
    run([&]() -> asio::awaitable<void> {
        const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n123";
        EXPECT_EQ(co_await talk(server->port(), head), "");
    });
    EXPECT_EQ(code, Errc::timeout);
}

}  // namespace
}  // namespace divan::net::test
