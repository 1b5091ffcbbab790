#include <divan/base/files.hpp>

#include "support/loop_test.hpp"
#include "support/tls_front.hpp"

namespace divan::net::test {
namespace {

class Tls : public LoopTest {
protected:
    Tls() { EXPECT_TRUE(write_file(ca_file(), authority.certificate())); }

    std::filesystem::path ca_file() const { return folder.path() / "ca.pem"; }
    Url origin(const std::string& host = "localhost") const {
        Url where = url(front->port());
        where.tls = true;
        where.host = host;
        return where;
    }
    /// A server behind TLS with a certificate for these names.
    void serve_tls(const std::string& names, int days = 30) {
        serve([](HttpExchange& exchange) -> asio::awaitable<void> {
            if (!exchange.wants_upgrade()) {
                auto body = co_await exchange.read_body(std::size_t{8} << 20);
                CO_ASSERT_OK(body);
                co_await exchange.reply(HttpReply{200, *body + "secret"});
                co_return;
            }
            auto socket = co_await exchange.upgrade();
            CO_ASSERT_OK(socket);
            auto message = co_await socket->receive();
            CO_ASSERT_OK(message);
            co_await socket->send(std::move(*message));
            co_await socket->receive();
        });
        front.emplace(io, authority.issue(names, days), server->port());
    }
    Result<HttpReply> get(const std::string& host, bool trusting = true) {
        HttpClientConfig config{origin(host)};
        if (trusting) config.ca_file = ca_file();
        Result<HttpReply> reply = fail(Errc::invalid_argument, "never asked");
        run([&]() -> asio::awaitable<void> {
            HttpClient client{io.get_executor(), config};
            reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        });
        return reply;
    }

    TestAuthority authority;
    TemporaryFolder folder;
    std::optional<TlsFront> front;
};

TEST_F(Tls, CarriesRequestsAndTellsTheServerItsName) {
    serve_tls("DNS:localhost");
    const auto reply = get("localhost");
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->body, "secret");
    EXPECT_EQ(front->server_name(), "localhost");
}

TEST_F(Tls, AcceptsACertificateForAnAddress) {
    serve_tls("IP:127.0.0.1");
    const auto reply = get("127.0.0.1");
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(front->server_name(), "");  // RFC 6066, 3: no addresses in SNI
}

TEST_F(Tls, RefusesACertificateForAnotherHost) {
    serve_tls("DNS:other.example");
    const auto reply = get("localhost");
    ASSERT_EQ(code_of(reply), Errc::connect_failed);
    EXPECT_NE(reply.error().hint.find("certificate"), std::string::npos) << describe(reply.error());
}

TEST_F(Tls, RefusesAnAuthorityThatNobodyTrusts) {
    serve_tls("DNS:localhost");
    EXPECT_EQ(code_of(get("localhost", false)), Errc::connect_failed);
}

TEST_F(Tls, RefusesACertificateThatHasExpired) {
    serve_tls("DNS:localhost", 0);
    EXPECT_EQ(code_of(get("localhost")), Errc::connect_failed);
}

TEST_F(Tls, RefusesOldVersionsOfTheProtocol) {
    serve_tls("DNS:localhost");
    front->only_tls_1_1();
    EXPECT_EQ(code_of(get("localhost")), Errc::connect_failed);
}

TEST_F(Tls, SaysSoWhenTheServerSpeaksPlainHttp) {
    serve_tls("DNS:localhost");
    HttpClientConfig config{origin()};
    config.origin.port = server->port();
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), config};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        EXPECT_EQ(code_of(reply), Errc::connect_failed);
        CO_ASSERT(!reply);
        EXPECT_NE(reply.error().hint.find("http://"), std::string::npos);
    });
}

TEST_F(Tls, SaysWhichCertificateFileCannotBeRead) {
    serve_tls("DNS:localhost");
    HttpClientConfig config{origin()};
    config.ca_file = folder.path() / "missing.pem";
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), config};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        EXPECT_EQ(code_of(reply), Errc::io_failed);
    });
}

TEST_F(Tls, CarriesLargeBodiesOverOneKeptConnection) {
    serve_tls("DNS:localhost");
    HttpClientConfig config{origin()};
    config.ca_file = ca_file();
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), config};
        const std::string body(3'000'000, 'b');
        for (int i = 0; i < 3; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"POST", "/", body}, soon());
            CO_ASSERT_OK(reply);
            EXPECT_EQ(reply->body.size(), body.size() + 6);
        }
    });
}

TEST_F(Tls, CarriesWebSockets) {
    serve_tls("DNS:localhost");
    run([&]() -> asio::awaitable<void> {
        WebSocketConfig config{origin()};
        config.ca_file = ca_file();
        auto socket = co_await WebSocket::connect(io.get_executor(), config, soon());
        CO_ASSERT_OK(socket);
        const std::string content(1'000'000, 'w');
        WebSocketMessage message{true, content};
        auto sent = co_await socket->send(std::move(message));
        CO_ASSERT_OK(sent);
        const auto received = co_await socket->receive();
        CO_ASSERT_OK(received);
        EXPECT_TRUE(received->content == content);
        co_await socket->close(soon());
    });
}

TEST_F(Tls, EndsAtTheDeadlineWhenTheHandshakeIsNotAnswered) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    Url where = url(peer.port());
    where.tls = true;
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), HttpClientConfig{where}};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, within(50ms));
        EXPECT_EQ(code_of(reply), Errc::timeout);
    });
}

}  // namespace
}  // namespace divan::net::test
