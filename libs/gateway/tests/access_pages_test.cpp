#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

/// Sends the bytes as they are, and returns whatever comes until the other side closes.
asio::awaitable<std::string> say(std::uint16_t port, std::string request) {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::socket socket{executor};
    const asio::ip::tcp::endpoint there{asio::ip::make_address("127.0.0.1"), port};
    co_await socket.async_connect(there, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    std::string answer;
    auto ended = asio::async_read(socket, asio::dynamic_buffer(answer), asio::as_tuple(asio::use_awaitable));
    co_await std::move(ended);
    co_return answer;
}

class PagesTest : public AccessTest {
protected:
    PagesTest() {
        config.require_keys = false;
        config.listen.origins = {"https://app.example"};
    }
    Reply from(const std::string& origin, const std::string& method, net::HttpHeaders more = {}) {
        net::HttpRequest request{method, "/api/v2/divan/keys"};
        if (method == "POST")
            request = net::HttpRequest{method, "/api/v2/divan/keys", R"({"owner": "a", "scopes": ["read"]})",
                                       "application/json"};
        request.headers.set("Origin", origin);
        for (const auto& [name, value] : more.fields()) request.headers.set(name, value);
        return ask(std::move(request));
    }
    /// The answer to `GET /healthz` for that Host.
    std::string for_host(const std::string& host) {
        const std::string request =
            "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        return test::run_on(io, say(gateway->port(), request));
    }
    std::size_t keys() { return value_of(store::list_keys(gateway->store(), std::nullopt)).size(); }
};

TEST_F(PagesTest, S30AForeignHostNameIsRefusedBeforeAnythingIsDone) {
    start();
    const std::string reply = for_host("rebound.evil.example:8190");
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 421 ")) << reply;
    EXPECT_NE(reply.find("host_not_allowed"), std::string::npos);
    EXPECT_TRUE(for_host("localhost:8190").starts_with("HTTP/1.1 200 "));
}

TEST_F(PagesTest, AHostOfTheConfigurationIsTaken) {
    config.listen.hosts = {"gpu.example"};
    start();
    EXPECT_TRUE(for_host("gpu.example:8190").starts_with("HTTP/1.1 200 "));
}

TEST_F(PagesTest, S29AForeignPageChangesNothing) {
    start();
    for (const char* origin : {"https://evil.example", "null", "http://localhost:1"}) {
        const auto reply = from(origin, "POST");
        EXPECT_EQ(reply.status, 403) << origin;
        EXPECT_EQ(reply.code(), "origin_not_allowed");
        EXPECT_FALSE(reply.headers.contains("Access-Control-Allow-Origin"));
    }
    EXPECT_EQ(keys(), 0u);
    EXPECT_EQ(from("null", "GET").status, 403);
    const auto looked = from("https://evil.example", "GET");
    EXPECT_EQ(looked.status, 200);  // the browser keeps it from the page
    EXPECT_FALSE(looked.headers.contains("Access-Control-Allow-Origin"));
}

TEST_F(PagesTest, S31AListedPageMayAskAndReadAlsoWhatIsRefused) {
    start();
    const auto reply = from("https://app.example", "POST");
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.headers.find("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_EQ(reply.headers.find("Vary"), "Origin, Accept");
    EXPECT_FALSE(reply.headers.contains("Access-Control-Allow-Credentials"));
    const auto refused = get_with("/api/v2/nothing", "Origin", "https://app.example");
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.headers.find("Access-Control-Allow-Origin"), "https://app.example");
}

TEST_F(PagesTest, ThePageOfTheServiceItselfNeedsNoList) {
    start();
    EXPECT_EQ(from(gateway->url(), "POST").status, 201);
}

TEST_F(PagesTest, ABrowserThatAsksBeforehandHearsWhatAListedPageMay) {
    config.require_keys = true;
    start();
    const net::HttpHeaders question{{"Access-Control-Request-Method", "POST"}};
    const auto reply = from("https://app.example", "OPTIONS", question);
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.headers.find("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_NE(reply.headers.find("Access-Control-Allow-Methods").value_or("").find("POST"),
              std::string::npos);
    EXPECT_NE(reply.headers.find("Access-Control-Allow-Headers").value_or("").find("Authorization"),
              std::string::npos);
    EXPECT_EQ(from("https://evil.example", "OPTIONS", question).status, 403);
    EXPECT_EQ(from("null", "OPTIONS", question).status, 403);
}

TEST_F(PagesTest, S31WithoutAListNoPageIsLetIn) {
    config.listen.origins.clear();
    start();
    EXPECT_EQ(from("https://app.example", "POST").status, 403);
    EXPECT_EQ(keys(), 0u);
}

TEST_F(PagesTest, S28AForeignPageOpensNoSocket) {
    start();
    const auto reply = from("https://evil.example", "GET",
                            {{"Connection", "Upgrade"},
                             {"Upgrade", "websocket"},
                             {"Sec-WebSocket-Version", "13"},
                             {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    EXPECT_EQ(reply.status, 403);
}

}  // namespace
}  // namespace divan::gateway
