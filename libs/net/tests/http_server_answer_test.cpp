#include <boost/asio/write.hpp>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class HttpServerAnswer : public LoopTest {
protected:
    std::string answer(HttpHandler handler, std::string request) {
        serve(std::move(handler));
        std::string got;
        run([&]() -> asio::awaitable<void> { got = co_await talk(server->port(), std::move(request)); });
        return got;
    }
    static std::string get(const std::string& more = {}) {
        return "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n";
    }
};

TEST_F(HttpServerAnswer, S41IsAnEmpty500WhenTheHandlerThrows) {
    const auto handler = [](HttpExchange&) -> asio::awaitable<void> {
        throw std::runtime_error{"broken"};
        co_return;
    };
    EXPECT_EQ(answer(handler, get()),
              "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST_F(HttpServerAnswer, IsAnEmpty500WhenTheHandlerForgetsIt) {
    const auto handler = [](HttpExchange&) -> asio::awaitable<void> { co_return; };
    EXPECT_THAT(answer(handler, get()), testing::StartsWith("HTTP/1.1 500 "));
}

TEST_F(HttpServerAnswer, IsCutWhenTheHandlerDoesNotFinishIt) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.start(HttpReply{200});
        co_await exchange.write("half");
    };
    EXPECT_THAT(answer(handler, get()), testing::EndsWith("4\r\nhalf\r\n"));
}

TEST_F(HttpServerAnswer, IsGivenOnlyOnce) {
    Errc second{};
    const auto handler = [&](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{200, "first"});
        const auto again = co_await exchange.reply(HttpReply{200, "second"});
        second = code_of(again);
    };
    EXPECT_THAT(answer(handler, get()), testing::EndsWith("\r\n\r\nfirst"));
    EXPECT_EQ(second, Errc::invalid_argument);
}

TEST_F(HttpServerAnswer, KeepsToTheContentLengthItAnnounced) {
    Errc longer{}, shorter{};
    const auto handler = [&](HttpExchange& exchange) -> asio::awaitable<void> {
        HttpReply head{200};
        head.headers.set("Content-Length", "4");
        co_await exchange.start(std::move(head));
        const auto too_long = co_await exchange.write("12345");
        longer = code_of(too_long);
        const auto too_short = co_await exchange.finish();
        shorter = code_of(too_short);
    };
    answer(handler, get());
    EXPECT_EQ(longer, Errc::invalid_argument);
    EXPECT_EQ(shorter, Errc::invalid_argument);
}

TEST_F(HttpServerAnswer, S40CannotCarryASplitHeader) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        HttpReply reply{200};
        reply.headers.add("X-Name", "a\r\nSet-Cookie: b");
        const auto sent = co_await exchange.reply(std::move(reply));
        EXPECT_EQ(code_of(sent), Errc::invalid_argument);
    };
    EXPECT_THAT(answer(handler, get()), testing::StartsWith("HTTP/1.1 500 "));
}

TEST_F(HttpServerAnswer, HasNoLengthFor204) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{204});
    };
    EXPECT_EQ(answer(handler, get()), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST_F(HttpServerAnswer, EndsWithTheConnectionForHttp10) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.start(HttpReply{200});
        co_await exchange.write("raw");
        co_await exchange.finish();
    };
    EXPECT_EQ(answer(handler, "GET / HTTP/1.0\r\n\r\n"), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nraw");
}

TEST_F(HttpServerAnswer, InvitesABodyThatTheClientHoldsBack) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto body = co_await exchange.read_body(100);
        CO_ASSERT_OK(body);
        co_await exchange.reply(HttpReply{200, *body});
    });
    run([&]() -> asio::awaitable<void> {
        tcp::socket socket{io};
        co_await socket.async_connect(loopback(server->port()), asio::use_awaitable);
        co_await write_text(
            socket, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        EXPECT_EQ(co_await read_until(socket, "\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
        co_await write_text(socket, "ok");
        const std::string head = co_await read_until(socket, "\r\n\r\nok");
        EXPECT_THAT(head, testing::StartsWith("HTTP/1.1 200 "));
    });
}

TEST_F(HttpServerAnswer, RefusesAnAnnouncedBodyWithoutInvitingIt) {
    std::string announced;
    const auto handler = [&](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto body = co_await exchange.read_body(100);
        CO_ASSERT(!body);
        announced = body.error().fact("body_bytes");
        co_await exchange.reply(HttpReply{413});
    };
    const std::string got =
        answer(handler, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n");
    EXPECT_THAT(got, testing::StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(got, testing::HasSubstr("Connection: close"));
    EXPECT_EQ(announced, "101");
}

TEST_F(HttpServerAnswer, LimitsABodyOfUnknownLengthToo) {
    Errc code{};
    const auto handler = [&](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto body = co_await exchange.read_body(4);
        code = code_of(body);
        co_await exchange.reply(HttpReply{413});
    };
    answer(handler,
           "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
           "5\r\n12345\r\n0\r\n\r\n");
    EXPECT_EQ(code, Errc::invalid_argument);
}

TEST_F(HttpServerAnswer, DrainsAShortBodyThatNobodyRead) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{200, exchange.path()});
    };
    const std::string got = answer(handler,
                                   "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345GET /2 "
                                   "HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(got, testing::EndsWith("/2"));
}

TEST_F(HttpServerAnswer, ReachesAClientWhoseLongBodyNobodyReads) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{413, "too big"});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const std::string body(std::size_t{8} << 20, 'x');
        const auto reply = co_await client.exchange(HttpRequest{"POST", "/", body}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 413);
        EXPECT_EQ(reply->body, "too big");
    });
}

TEST_F(HttpServerAnswer, ReadsABodyPieceByPiece) {
    std::vector<std::string> pieces;
    const auto handler = [&](HttpExchange& exchange) -> asio::awaitable<void> {
        for (;;) {
            auto piece = co_await exchange.read_some(4);
            CO_ASSERT_OK(piece);
            if (piece->empty()) break;
            pieces.push_back(std::move(*piece));
        }
        co_await exchange.reply(HttpReply{200});
    };
    answer(handler,
           "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n1234567890");
    EXPECT_THAT(pieces, testing::ElementsAre("1234", "5678", "90"));
}

TEST_F(HttpServerAnswer, IsCutByAbort) {
    const auto handler = [](HttpExchange& exchange) -> asio::awaitable<void> {
        exchange.abort();
        const auto late = co_await exchange.reply(HttpReply{200});
        EXPECT_EQ(code_of(late), Errc::connection_lost);
    };
    EXPECT_EQ(answer(handler, get()), "");
}

TEST_F(HttpServerAnswer, EndsForAClientThatReadsNothing) {
    HttpServerConfig config;
    config.stall_timeout = 50ms;
    Errc code{};
    bool ended = false;
    serve(
        [&](HttpExchange& exchange) -> asio::awaitable<void> {
            const auto sent =
                co_await exchange.reply(HttpReply{200, std::string(std::size_t{64} << 20, 'x')});
            code = code_of(sent);
            ended = true;
        },
        config);
    tcp::socket socket{io};
    socket.connect(loopback(server->port()));
    asio::write(socket, asio::buffer(get()));
    run_until(io, [&] { return ended; });
    EXPECT_EQ(code, Errc::timeout);
}

}  // namespace
}  // namespace divan::net::test
