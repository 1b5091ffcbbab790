#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

using HttpRoundTrip = LoopTest;

asio::awaitable<void> echo(HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    CO_ASSERT_OK(body);
    HttpReply reply{201, exchange.request().method + " " + exchange.request().target + " " + *body,
                    "text/plain"};
    reply.headers.add("X-Seen", std::string{exchange.request().headers.find("x-sent").value_or("nothing")});
    co_await exchange.reply(std::move(reply));
}

TEST_F(HttpRoundTrip, CarriesMethodTargetHeadersAndBodiesBothWays) {
    serve(echo);
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        HttpRequest request{"POST", "/prompt?x=1", "hello", "text/plain"};
        request.headers.add("X-Sent", "yes");
        const auto reply = co_await client.exchange(std::move(request), soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 201);
        EXPECT_EQ(reply->body, "POST /prompt?x=1 hello");
        EXPECT_EQ(reply->headers.find("x-seen"), "yes");
        EXPECT_EQ(reply->headers.find("Content-Type"), "text/plain");
    });
}

TEST_F(HttpRoundTrip, KeepsTheConnectionForTheNextRequest) {
    int connections = 0;
    std::string last;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{200, exchange.remote_address()});
    });
    RawServer front{io, [&](tcp::socket& socket, int number) -> asio::awaitable<void> {
                        connections = number + 1;
                        for (int i = 0; i < 2; ++i) {
                            co_await read_until(socket, "\r\n\r\n");
                            co_await write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                        }
                        co_await wait_for_end(socket);
                    }};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(front.port())};
        for (int i = 0; i < 2; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
            CO_ASSERT_OK(reply);
        }
        EXPECT_EQ(connections, 1);
    });
}

TEST_F(HttpRoundTrip, SendsNoBodyInAnswerToHeadButItsLength) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{200, "12345"});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        for (int i = 0; i < 2; ++i) {  // the second one would meet a body that should not be there
            const auto reply = co_await client.exchange(HttpRequest{"HEAD", "/"}, soon());
            CO_ASSERT_OK(reply);
            EXPECT_EQ(reply->headers.find("Content-Length"), "5");
            EXPECT_EQ(reply->body, "");
        }
    });
}

TEST_F(HttpRoundTrip, StreamsAnAnswerOfUnknownLengthInChunks) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.start(HttpReply{200});
        for (int i = 0; i < 100; ++i)
            co_await exchange.write(std::string(1000, static_cast<char>('a' + i % 26)));
        co_await exchange.finish();
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->headers.find("Transfer-Encoding"), "chunked");
        EXPECT_EQ(reply->body.size(), 100'000u);
        EXPECT_EQ(reply->body.substr(25'000, 2), "zz");
    });
}

TEST_F(HttpRoundTrip, StreamsAnAnswerOfAnnouncedLength) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        HttpReply head{200};
        head.headers.set("Content-Length", "6");
        co_await exchange.start(std::move(head));
        co_await exchange.write("abc");
        co_await exchange.write("def");
        co_await exchange.finish();
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->body, "abcdef");
        EXPECT_FALSE(reply->headers.contains("Transfer-Encoding"));
    });
}

TEST_F(HttpRoundTrip, ServesManyConnectionsAtOnce) {
    int waiting = 0;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        ++waiting;
        asio::steady_timer timer{co_await asio::this_coro::executor};
        while (waiting < 8) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        co_await exchange.reply(HttpReply{200});
    });
    HttpClient client{io.get_executor(), client_config()};
    int answered = 0;
    for (int i = 0; i < 8; ++i) {
        auto one = [&]() -> asio::awaitable<void> {
            const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
            CO_ASSERT_OK(reply);
            ++answered;
        };
        asio::co_spawn(io, one, asio::detached);
    }
    run_until(io, [&] { return answered == 8; });
}

TEST_F(HttpRoundTrip, TakesPathAndQueryApart) {
    std::string path;
    Query query;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        path = exchange.path();
        query = exchange.query();
        co_await exchange.reply(HttpReply{200});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply =
            co_await client.exchange(HttpRequest{"GET", "/view%20x?filename=a%20b.png&type=+"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(path, "/view%20x");
        const Query expected{{"filename", "a b.png"}, {"type", " "}};
        EXPECT_EQ(query, expected);
    });
}

}  // namespace
}  // namespace divan::net::test
