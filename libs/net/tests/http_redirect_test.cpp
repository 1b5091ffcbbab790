#include <divan/net/redirect.hpp>
#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

std::string shown(const std::string& location, int status = 302) {
    HttpReply reply{status};
    reply.headers.add("Location", location);
    Url origin;
    origin.host = "a.example";
    origin.port = 8188;
    const auto found = redirect_of(reply, origin, "/x/y?z=1");
    return found ? found->origin.str() + " " + found->target : "none";
}

TEST(Redirect, ResolvesItsLocationAgainstTheRequest) {
    EXPECT_EQ(shown("/b?c=d"), "http://a.example:8188 /b?c=d");
    EXPECT_EQ(shown("b"), "http://a.example:8188 /x/b");
    EXPECT_EQ(shown("https://b.example/c#d"), "https://b.example:443 /c");
    EXPECT_EQ(shown("//b.example"), "http://b.example:80 /");
}

TEST(Redirect, LeadsNowhereWithoutAnHttpAddress) {
    EXPECT_EQ(shown("ftp://b.example/c"), "none");
    EXPECT_EQ(shown("http://[broken"), "none");
    EXPECT_EQ(shown("/b", 304), "none");
}

class HttpRedirect : public LoopTest {
protected:
    HttpHandler redirect_to(std::string location) {
        return [this, location](HttpExchange& exchange) -> asio::awaitable<void> {
            requests += exchange.request().target + " ";
            HttpReply reply{302};
            reply.headers.add("Location", location);
            if (exchange.path() == "/end") reply.status = 200;
            co_await exchange.reply(std::move(reply));
        };
    }
    std::string requests;
};

TEST_F(HttpRedirect, IsFollowedForGet) {
    serve(redirect_to("/end"));
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/start"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 200);
    });
}

TEST_F(HttpRedirect, IsTheReplyForPost) {
    serve(redirect_to("/end"));
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"POST", "/start"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 302);
    });
}

TEST_F(HttpRedirect, IsTheReplyAfterTooManyOfThem) {
    serve(redirect_to("/again"));
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/start"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 302);
        EXPECT_EQ(requests, "/start /again /again /again ");
    });
}

TEST_F(HttpRedirect, S43TakesNoCredentialsToAnotherOrigin) {
    std::vector<std::string> seen;
    HttpServer elsewhere{io.get_executor(), {}, [&](HttpExchange& exchange) -> asio::awaitable<void> {
                             for (const auto& [name, value] : exchange.request().headers.fields())
                                 seen.push_back(name + ": " + value);
                             co_await exchange.reply(HttpReply{200, "elsewhere"});
                         }};
    ASSERT_TRUE(elsewhere.start());
    serve(redirect_to("http://127.0.0.1:" + std::to_string(elsewhere.port()) + "/x"));
    run([&]() -> asio::awaitable<void> {
        auto config = client_config();
        config.credentials = *Credentials::header("X-Api-Key", "secret-1");
        HttpClient client{io.get_executor(), config};
        HttpRequest request{"GET", "/start"};
        request.headers.add("Authorization", "secret-2");
        request.headers.add("Cookie", "secret-3");
        request.headers.add("X-Harmless", "kept");
        const auto reply = co_await client.exchange(std::move(request), soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->body, "elsewhere");
    });
    EXPECT_THAT(seen, testing::Contains("X-Harmless: kept"));
    EXPECT_THAT(seen, testing::Not(testing::Contains(testing::HasSubstr("secret"))));
}

}  // namespace
}  // namespace divan::net::test
