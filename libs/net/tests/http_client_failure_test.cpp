#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class HttpClientFailure : public LoopTest {
protected:
    /// One request to a server that follows the script.
    Result<HttpReply> ask(RawServer::Script script, HttpRequest request, HttpClientConfig config = {},
                          Deadline deadline = soon()) {
        RawServer server_side{io, std::move(script)};
        config.origin = url(server_side.port());
        Result<HttpReply> reply = fail(Errc::invalid_argument, "never asked");
        run([&]() -> asio::awaitable<void> {
            HttpClient client{io.get_executor(), config};
            reply = co_await client.exchange(std::move(request), deadline);
        });
        return reply;
    }
    /// Reads the request, then sends `text` and closes.
    static RawServer::Script answer(std::string text) {
        return [text](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await read_until(socket, "\r\n\r\n");
            co_await write_text(socket, text);
        };
    }
    static asio::awaitable<void> reset_after_request(tcp::socket& socket, int) {
        co_await read_until(socket, "\r\n\r\n");
        reset(socket);
    }
    static asio::awaitable<void> silent(tcp::socket& socket, int) { co_await wait_for_end(socket); }
    static HttpRequest get() { return HttpRequest{"GET", "/queue"}; }
    static HttpRequest post() { return HttpRequest{"POST", "/prompt"}; }
};

TEST_F(HttpClientFailure, NamesTheAddressWhenTheConnectionIsRefused) {
    std::uint16_t port = 0;
    {
        RawServer gone{io, silent};
        port = gone.port();
    }
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(port)};
        const auto reply = co_await client.exchange(post(), soon());
        EXPECT_EQ(code_of(reply), Errc::connect_failed);
        CO_ASSERT(!reply);
        EXPECT_NE(reply.error().hint.find("127.0.0.1:" + std::to_string(port)), std::string::npos);
        EXPECT_EQ(reply.error().fact("sent"), "no");
    });
}

TEST_F(HttpClientFailure, SaysConnectFailedForANameThatDoesNotExist) {
    run([&]() -> asio::awaitable<void> {
        auto config = client_config(8188);
        config.origin.host = "no-such-host.invalid";
        HttpClient client{io.get_executor(), config};
        const auto reply = co_await client.exchange(get(), soon());
        EXPECT_EQ(code_of(reply), Errc::connect_failed);
    });
}

TEST_F(HttpClientFailure, EndsAtTheDeadlineWhenTheServerIsSilent) {
    const auto reply = ask(silent, get(), {}, within(50ms));
    EXPECT_EQ(code_of(reply), Errc::timeout);
    EXPECT_EQ(reply.error().fact("sent"), "yes");
}

TEST_F(HttpClientFailure, HasSentNothingWhenTheDeadlineIsOver) {
    const auto reply = ask(silent, post(), {}, within(-1s));
    EXPECT_EQ(code_of(reply), Errc::timeout);
    EXPECT_EQ(reply.error().fact("sent"), "no");
}

TEST_F(HttpClientFailure, CallsALostReplyToGetAConnectionLost) {
    EXPECT_EQ(code_of(ask(reset_after_request, get())), Errc::connection_lost);
    EXPECT_EQ(code_of(ask(answer(""), get())), Errc::connection_lost);
}

TEST_F(HttpClientFailure, IsInDoubtWhenTheReplyToPostIsLost) {
    EXPECT_EQ(code_of(ask(reset_after_request, post())), Errc::in_doubt);
    EXPECT_EQ(code_of(ask(answer(""), post())), Errc::in_doubt);
}

TEST_F(HttpClientFailure, IsInDoubtWhenTheReplyToPostIsCut) {
    const auto reply = ask(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), post());
    EXPECT_EQ(code_of(reply), Errc::in_doubt);
    EXPECT_EQ(reply.error().fact("status"), "200");
}

TEST_F(HttpClientFailure, RefusesABodyShorterThanItsContentLength) {
    const auto reply = ask(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), get());
    EXPECT_EQ(code_of(reply), Errc::connection_lost);
    EXPECT_EQ(reply.error().fact("missing_bytes"), "5");
}

TEST_F(HttpClientFailure, RefusesAChunkedBodyWithoutItsLastChunk) {
    const auto reply =
        ask(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"), get());
    EXPECT_EQ(code_of(reply), Errc::connection_lost);
}

TEST_F(HttpClientFailure, RefusesABrokenChunk) {
    const auto reply =
        ask(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n12345\r\n"), get());
    EXPECT_EQ(code_of(reply), Errc::malformed_reply);
}

TEST_F(HttpClientFailure, RecognisesAServerThatDoesNotSpeakHttpAtOnce) {
    const auto reply = ask(
        [](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await write_text(socket, "SSH-2.0-OpenSSH_9.2\r\n");
            co_await wait_for_end(socket);
        },
        get());
    EXPECT_EQ(code_of(reply), Errc::malformed_reply);
    EXPECT_EQ(reply.error().server_text, "SSH-2.0-OpenSSH_9.2\r\n");
}

TEST_F(HttpClientFailure, S42RefusesDamagedHeads) {
    for (const std::string damaged : {"HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"})
        EXPECT_EQ(code_of(ask(answer(damaged), get())), Errc::malformed_reply) << damaged;
}

TEST_F(HttpClientFailure, RefusesAHeadWithoutAnEnd) {
    const auto reply = ask(answer("HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x')), get());
    EXPECT_EQ(code_of(reply), Errc::malformed_reply);
}

TEST_F(HttpClientFailure, GivesUpABodyThatStalls) {
    HttpClientConfig config;
    config.stall_timeout = 50ms;
    const auto reply = ask(
        [](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await read_until(socket, "\r\n\r\n");
            co_await write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            co_await wait_for_end(socket);
        },
        get(), config);
    EXPECT_EQ(code_of(reply), Errc::timeout);
}

TEST_F(HttpClientFailure, WaitsForABodyThatIsSlowButAlive) {
    HttpClientConfig config;
    config.stall_timeout = 2s;
    const auto reply = ask(
        [](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await read_until(socket, "\r\n\r\n");
            co_await write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            asio::steady_timer timer{socket.get_executor()};
            for (const char* byte : {"1", "2", "3", "4", "5"}) {
                timer.expires_after(5ms);
                co_await timer.async_wait(asio::use_awaitable);
                co_await write_text(socket, byte);
            }
        },
        get(), config);
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->body, "12345");
}

TEST_F(HttpClientFailure, S42RefusesAReplyLargerThanTheLimit) {
    HttpClientConfig config;
    config.max_reply_bytes = 4;
    EXPECT_EQ(code_of(ask(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"), get(), config)),
              Errc::malformed_reply);
    config.max_reply_bytes = 5;
    EXPECT_TRUE(ask(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"), get(), config));
}

TEST_F(HttpClientFailure, TakesABodyThatEndsWithTheConnection) {
    const auto reply = ask(answer("HTTP/1.0 200 OK\r\n\r\nall of it"), get());
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->body, "all of it");
}

TEST_F(HttpClientFailure, PassesOverInterimReplies) {
    const auto reply = ask(answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
                           get());
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->body, "ok");
}

TEST_F(HttpClientFailure, ReturnsTheRefusalOfABodyThatWasNotReadToItsEnd) {
    const auto reply = ask(
        [](tcp::socket& socket, int) -> asio::awaitable<void> {
            co_await read_until(socket, "\r\n\r\n");
            co_await write_text(
                socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        },
        HttpRequest{"POST", "/upload", std::string(std::size_t{64} << 20, 'x')});
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->status, 413);
    EXPECT_EQ(reply->body, "big");
}

TEST_F(HttpClientFailure, S40SendsNoHeaderThatWouldSplitTheRequest) {
    HttpRequest request{"GET", "/"};
    request.headers.add("X-Name", "a\r\nX-Other: b");
    EXPECT_EQ(code_of(ask(silent, std::move(request))), Errc::invalid_argument);
    EXPECT_EQ(code_of(ask(silent, HttpRequest{"GET", "/a b"})), Errc::invalid_argument);
}

}  // namespace
}  // namespace divan::net::test
