#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <divan/base/files.hpp>

#include "support/loop_test.hpp"
#include "support/test_pki.hpp"

namespace divan::net::test {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// A server that speaks TLS itself.
class HttpServerTls : public LoopTest {
protected:
    HttpServerTls() {
        EXPECT_TRUE(write_file(ca_file(), authority.certificate()));
        write(authority.issue("DNS:localhost"));
        config.tls = TlsIdentity::load(certificate_file(), key_file()).value();
    }
    std::filesystem::path ca_file() const { return folder.path() / "ca.pem"; }
    std::filesystem::path certificate_file() const { return folder.path() / "cert.pem"; }
    std::filesystem::path key_file() const { return folder.path() / "key.pem"; }
    void write(const Identity& identity) {
        EXPECT_TRUE(write_file(certificate_file(), identity.certificate));
        EXPECT_TRUE(write_file(key_file(), identity.key));
    }
    void serve_echo() {
        serve(
            [](HttpExchange& exchange) -> asio::awaitable<void> {
                if (exchange.wants_upgrade()) {
                    auto socket = co_await exchange.upgrade();
                    CO_ASSERT_OK(socket);
                    auto message = co_await socket->receive();
                    CO_ASSERT_OK(message);
                    co_await socket->send(std::move(*message));
                    co_await socket->receive();
                    co_return;
                }
                auto body = co_await exchange.read_body(std::size_t{8} << 20);
                if (!body) {
                    co_await exchange.reply(HttpReply{413, "too long"});
                    co_return;
                }
                co_await exchange.reply(HttpReply{200, *body});
            },
            config);
    }
    HttpClientConfig trusting() const {
        HttpClientConfig trusting{url(server->port())};
        trusting.origin.tls = true;
        trusting.origin.host = "localhost";
        trusting.ca_file = ca_file();
        return trusting;
    }
    Result<HttpReply> ask(HttpRequest request) {
        Result<HttpReply> reply = fail(Errc::invalid_argument, "never asked");
        run([&]() -> asio::awaitable<void> {
            HttpClient client{io.get_executor(), trusting()};
            reply = co_await client.exchange(std::move(request), soon());
        });
        return reply;
    }
    /// The handshake of a client of that kind: "TLSv1.3 TLS_AES_256_GCM_SHA384", or what is wrong.
    std::string handshake(int least, int most, const char* suites = nullptr) {
        std::string seen;
        run([&]() -> asio::awaitable<void> {
            asio::ssl::context context{asio::ssl::context::tls_client};
            SSL_CTX_set_security_level(context.native_handle(), 0);
            SSL_CTX_set_min_proto_version(context.native_handle(), least);
            SSL_CTX_set_max_proto_version(context.native_handle(), most);
            if (suites != nullptr) SSL_CTX_set_cipher_list(context.native_handle(), suites);
            asio::ssl::stream<tcp::socket> stream{io, context};
            co_await stream.lowest_layer().async_connect(loopback(server->port()), asio::use_awaitable);
            const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, kToken);
            seen = error ? error.message()
                         : std::string{SSL_get_version(stream.native_handle())} + " " +
                               SSL_get_cipher_name(stream.native_handle());
        });
        return seen;
    }

    TestAuthority authority;
    TemporaryFolder folder;
    HttpServerConfig config;
};

TEST_F(HttpServerTls, S12ServesRequestsOverOneKeptConnection) {
    serve_echo();
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), trusting()};
        const std::string body(3'000'000, 'b');
        for (int i = 0; i < 3; ++i) {
            const auto reply = co_await client.exchange(HttpRequest{"POST", "/", body}, soon());
            CO_ASSERT_OK(reply);
            EXPECT_TRUE(reply->body == body);
        }
    });
}

TEST_F(HttpServerTls, S12PrefersVersion13AndTakesVersion12WithAeadSuitesOnly) {
    serve_echo();
    EXPECT_TRUE(handshake(TLS1_2_VERSION, TLS1_3_VERSION).starts_with("TLSv1.3 "));
    const std::string older = handshake(TLS1_2_VERSION, TLS1_2_VERSION);
    EXPECT_TRUE(older.starts_with("TLSv1.2 ECDHE-")) << older;
    for (const char* aead : {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"})
        EXPECT_EQ(handshake(TLS1_2_VERSION, TLS1_2_VERSION, aead), std::string{"TLSv1.2 "} + aead);
    for (const char* old : {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384",
                            "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-CCM"})
        EXPECT_NE(handshake(TLS1_2_VERSION, TLS1_2_VERSION, old).find("handshake failure"), std::string::npos)
            << old;
}

TEST_F(HttpServerTls, S12RefusesOlderVersionsAndServesOnAfterwards) {
    serve_echo();
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        EXPECT_NE(handshake(version, version).find("version"), std::string::npos);
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
}

TEST_F(HttpServerTls, EndsAPlainHttpRequestWithoutAnAnswerAndServesOnAfterwards) {
    serve_echo();
    run([&]() -> asio::awaitable<void> {
        const std::string answer = co_await talk(server->port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(answer.find("HTTP/1.1"), std::string::npos) << answer;
    });
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
}

TEST_F(HttpServerTls, S38EndsAHandshakeThatStallsAlsoWhenBytesTrickle) {
    config.header_timeout = 200ms;
    serve_echo();
    run([&]() -> asio::awaitable<void> {
        const auto begin = std::chrono::steady_clock::now();
        tcp::socket socket{io};
        co_await socket.async_connect(loopback(server->port()), asio::use_awaitable);
        auto trickle = [&]() -> asio::awaitable<void> {
            // The head of a TLS record of 400 bytes, then one byte after the other.
            co_await write_text(socket, std::string{"\x16\x03\x01\x01\x90\x01", 6});
            for (int i = 0; i < 100 && socket.is_open(); ++i) {
                asio::steady_timer pause{io, 50ms};
                co_await pause.async_wait(asio::use_awaitable);
                co_await write_text(socket, "x");
            }
        };
        asio::co_spawn(io, trickle, asio::detached);
        co_await wait_for_end(socket);
        const auto taken = std::chrono::steady_clock::now() - begin;
        EXPECT_GE(taken, 150ms);
        EXPECT_LT(taken, 3s);
        socket.close();
        asio::steady_timer pause{io, 100ms};  // the trickle ends before what it stands on
        co_await pause.async_wait(asio::use_awaitable);
    });
}

TEST_F(HttpServerTls, TheRefusalOfALongBodyArrivesWhileTheClientStillSends) {
    serve_echo();
    for (int i = 0; i < 5; ++i) {
        const auto reply = ask(HttpRequest{"POST", "/", std::string(std::size_t{12} << 20, 'x')});
        ASSERT_TRUE(reply) << describe(reply.error());
        EXPECT_EQ(reply->status, 413);
        EXPECT_EQ(reply->body, "too long");
    }
}

TEST_F(HttpServerTls, CarriesWebSockets) {
    serve_echo();
    run([&]() -> asio::awaitable<void> {
        WebSocketConfig where{trusting().origin};
        where.ca_file = ca_file();
        auto socket = co_await WebSocket::connect(io.get_executor(), where, soon());
        CO_ASSERT_OK(socket);
        WebSocketMessage message{true, std::string(1'000'000, 'w')};
        auto sent = co_await socket->send(std::move(message));
        CO_ASSERT_OK(sent);
        const auto received = co_await socket->receive();
        CO_ASSERT_OK(received);
        EXPECT_EQ(received->content.size(), 1'000'000u);
        co_await socket->close(soon());
    });
}

TEST_F(HttpServerTls, SeesThatAClientHasHungUp) {
    bool gone = false;
    serve(
        [&](HttpExchange& exchange) -> asio::awaitable<void> {
            for (int i = 0; i < 200 && !exchange.peer_gone(); ++i) {
                asio::steady_timer pause{io, 10ms};
                co_await pause.async_wait(asio::use_awaitable);
            }
            gone = exchange.peer_gone();
        },
        config);
    run([&]() -> asio::awaitable<void> {
        asio::ssl::context context{asio::ssl::context::tls_client};
        asio::ssl::stream<tcp::socket> stream{io, context};
        co_await stream.lowest_layer().async_connect(loopback(server->port()), asio::use_awaitable);
        co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
        const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        co_await stream.async_write_some(asio::buffer(request), asio::use_awaitable);
        asio::steady_timer pause{io, 50ms};
        co_await pause.async_wait(asio::use_awaitable);
        SSL_shutdown(stream.native_handle());  // a goodbye, as good clients say, then the end
        stream.lowest_layer().close();
    });
    run_until(io, [&] { return gone; });
}

TEST_F(HttpServerTls, CutsHandshakesAndConnectionsWhenItStops) {
    serve_echo();
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), trusting()};
        const auto first = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(first);
        tcp::socket silent{io};
        co_await silent.async_connect(loopback(server->port()), asio::use_awaitable);
        asio::steady_timer pause{io, 50ms};
        co_await pause.async_wait(asio::use_awaitable);
        server->stop();
        co_await wait_for_end(silent);
        const auto second = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        EXPECT_FALSE(second);
    });
}

TEST_F(HttpServerTls, NewFilesAreServedFromTheNextConnectionOn) {
    serve_echo();
    EXPECT_FALSE(config.tls->reload().value());  // nothing new
    write(authority.issue("DNS:other.example"));
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
    EXPECT_TRUE(config.tls->reload().value());
    EXPECT_EQ(code_of(ask(HttpRequest{"GET", "/"})), Errc::connect_failed);  // the name has changed
}

TEST_F(HttpServerTls, FaultyNewFilesAreReportedOnceAndTheOldOnesStay) {
    serve_echo();
    const Identity next = authority.issue("DNS:localhost", 90);
    EXPECT_TRUE(write_file(certificate_file(), next.certificate));  // its key comes a moment later
    EXPECT_EQ(code_of(config.tls->reload()), Errc::invalid_argument);
    EXPECT_FALSE(config.tls->reload().value());
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
    const Timestamp old = config.tls->expires_at();
    EXPECT_TRUE(write_file(key_file(), next.key));
    EXPECT_TRUE(config.tls->reload().value());
    EXPECT_GT(config.tls->expires_at(), old + std::chrono::hours{24 * 50});
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
}

TEST_F(HttpServerTls, EveryFaultOfTheFilesIsNamedWithTheFile) {
    const Identity good = authority.issue("DNS:localhost"), other = authority.issue("DNS:localhost");
    const auto problem = [&](const Identity& identity) {
        write(identity);
        const auto loaded = TlsIdentity::load(certificate_file(), key_file());
        return loaded ? std::string{"none"} : loaded.error().message;
    };
    EXPECT_EQ(problem(good), "none");
    EXPECT_NE(problem({other.key, good.certificate}).find("key.pem' is the key of another"),
              std::string::npos);
    EXPECT_NE(problem({"no key", good.certificate}).find("key.pem' holds no private key"), std::string::npos);
    EXPECT_NE(problem({good.key, "no certificate"}).find("cert.pem' holds no certificate"),
              std::string::npos);
    const std::string locked =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHs\n-----END ENCRYPTED PRIVATE KEY-----\n";
    EXPECT_NE(problem({locked, good.certificate}).find("passphrase"), std::string::npos);
    const auto missing = TlsIdentity::load(folder.path() / "none.pem", key_file());
    ASSERT_EQ(code_of(missing), Errc::io_failed);
    EXPECT_NE(describe(missing.error()).find("none.pem"), std::string::npos);
    EXPECT_NE(missing.error().hint, "");
}

TEST_F(HttpServerTls, CertificateAndKeyMayLieInOneFile) {
    const Identity identity = authority.issue("DNS:localhost");
    EXPECT_TRUE(write_file(certificate_file(), identity.key + identity.certificate));
    config.tls = TlsIdentity::load(certificate_file(), {}).value();
    serve_echo();
    EXPECT_TRUE(ask(HttpRequest{"GET", "/"}));
}

}  // namespace
}  // namespace divan::net::test
