#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/http_server.hpp>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

constexpr const char* kNote =
    R"({"initials":"AB","style":"ink","timestamp":"2026-03-01T10:00:00Z","n":18446744073709551615})";

/// With a receiver of webhooks.
class ClientMember : public AdditionsTest {
protected:
    ClientMember() {
        net::HttpHandler handler = [this](net::HttpExchange& exchange) -> asio::awaitable<void> {
            if (auto body = co_await exchange.read_body(1 << 20)) told.push_back(json::parse(*body).value());
            co_await exchange.reply(net::HttpReply{200});
        };
        receiver =
            std::make_unique<net::HttpServer>(io.get_executor(), net::HttpServerConfig{}, std::move(handler));
        if (!receiver->start()) throw std::runtime_error("no receiver");
        config.webhooks.reach = net::Reach::anywhere;
        config.webhooks.plain_http = true;
        config.webhooks.secrets = [](const std::string&) {
            return std::vector<std::string>{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
        };
        add_engine();
    }
    ~ClientMember() override {
        crash();
        receiver.reset();
        test::settle(io, 20ms);
    }
    std::string hook() const {
        return R"("webhooks": [{"url": "http://127.0.0.1:)" + std::to_string(receiver->port()) +
               R"(/", "secret": "s"}])";
    }

    std::unique_ptr<net::HttpServer> receiver;
    std::vector<json::Value> told;
};

TEST_F(ClientMember, Ex35IsGivenBackAsItCame) {
    start();
    const auto done = post(std::string{kJobs} + "?wait=20", wish(std::string{R"("client": )"} + kNote));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json::write(at(done.json(), "divan.client")), kNote);
    const std::string id = json::text_or(done.json(), "id");
    EXPECT_EQ(json::write(at(get(path(id)).json(), "divan.client")), kNote);
    const std::string again = json::text_or(post(path(id, "/retry"), "").json(), "id");
    EXPECT_EQ(json::write(at(get(path(again)).json(), "divan.client")), kNote) << "a retry has it, too";
}

TEST_F(ClientMember, Ex35IsToldToWebhooks) {
    start();
    const auto done =
        post(std::string{kJobs} + "?wait=20", wish(std::string{R"("client": )"} + kNote + ", " + hook()));
    ASSERT_EQ(done.status, 200) << done.body;
    ASSERT_EQ(post(std::string{kJobs} + "?wait=20", wish(hook(), 7)).status, 200);
    for (int i = 0; i < 100 && told.size() < 2; ++i) test::settle(io, 50ms);
    ASSERT_EQ(told.size(), 2U);
    const bool first = json::text_or(at(told[0], "data"), "id") == json::text_or(done.json(), "id");
    EXPECT_EQ(json::write(at(told[first ? 0 : 1], "data.client")), kNote);
    EXPECT_EQ(json::write(at(told[first ? 1 : 0], "data.client")), "\"absent\"");
}

TEST_F(ClientMember, Ex35SimpleJobsKeepItToo) {
    start();
    const auto accepted =
        post("/jobs",
             std::string{
                 R"({"prompt_text": "a fox", "checkpoint_name": "dreamshaper_8.safetensors", "client": )"} +
                 kNote + "}");
    ASSERT_EQ(accepted.status, 202) << accepted.body;
    EXPECT_EQ(json::write(at(accepted.json(), "client")), kNote);
    const auto later = get("/jobs/" + json::text_or(accepted.json(), "id"));
    EXPECT_EQ(json::write(at(later.json(), "client")), kNote);
    EXPECT_EQ(post("/jobs", R"({"prompt_text": "a", "client": "AB"})").status, 400);
    const std::string large = R"({"prompt_text": "a", "client": {"x": ")" + std::string(17'000, 'x') + "\"}}";
    EXPECT_EQ(post("/jobs", large).status, 400);
}

}  // namespace
}  // namespace divan::gateway
