#include "support/jobs_fixture.hpp"

#include <deque>

#include <divan/base/crash_point.hpp>
#include <divan/jobs/webhook_signature.hpp>
#include <divan/jobs/webhooks.hpp>
#include <divan/json/parse.hpp>
#include <divan/net/before.hpp>
#include <divan/net/http_server.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {
namespace {

using store::DeliveryState;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A receiver by script, and a sender without patience.
class Webhooks : public JobsTest {
protected:
    struct Received {
        net::HttpHeaders headers;
        std::string body;
    };

    void SetUp() override {
        open();
        net::HttpHandler handler = [this](net::HttpExchange& exchange) { return receive(exchange); };
        receiver =
            std::make_unique<net::HttpServer>(io.get_executor(), net::HttpServerConfig{}, std::move(handler));
        ASSERT_TRUE(receiver->start());
        hooks.secrets = [](const std::string& name) {
            return name == "main" ? std::vector<std::string>{kSecret} : std::vector<std::string>{};
        };
        hooks.reach = net::Reach::anywhere;
        hooks.plain_http = true;
        hooks.timeout = 500ms;
        hooks.poll = 50ms;
        hooks.schedule = {0ms, 50ms, 50ms};
    }
    void TearDown() override {
        sender.reset();
        receiver.reset();
        test::settle(io, 20ms);
    }
    asio::awaitable<void> receive(net::HttpExchange& exchange) {
        Received one;
        one.headers = exchange.request().headers;
        if (auto body = co_await exchange.read_body(1 << 20)) one.body = std::move(*body);
        received.push_back(std::move(one));
        const int status = statuses.empty() ? 200 : statuses.front();
        if (!statuses.empty()) statuses.pop_front();
        if (endless) {
            (void)co_await exchange.start(net::HttpReply{200});
            while (co_await exchange.write(std::string(4096, 'x'))) {
            }
            co_return;
        }
        if (silent_receiver) {
            (void)co_await net::sleep_until(within(2s));
        }
        net::HttpReply reply{status, "thanks"};
        if (status == 302) reply.headers.set("Location", "/elsewhere");
        (void)co_await exchange.reply(std::move(reply));
    }
    void send() {
        sender = std::make_unique<WebhookSender>(io.get_executor(), *store, hooks, silent);
        sender->start();
    }
    /// A job that has ended, with one target.
    JobId ended_job(std::string url = {}, std::string secret = "main") {
        if (url.empty()) url = "http://127.0.0.1:" + std::to_string(receiver->port()) + "/hook?a=1";
        SubmitRequest request{json_of(red_fox())};
        request.webhooks.emplace_back(url, secret);
        request.client["tag"] = "t-1";
        const JobId id = submit(std::move(request));
        get(store::cancel(*store, id, owner));
        return id;
    }
    store::Delivery delivery(const JobId& id) { return get(store::deliveries_of(*store, id, owner)).at(0); }
    bool until_state(const JobId& id, DeliveryState state) {
        return until([&] { return delivery(id).state == state; });
    }

    std::unique_ptr<net::HttpServer> receiver;
    std::unique_ptr<WebhookSender> sender;
    WebhookConfig hooks;
    std::vector<Received> received;
    std::deque<int> statuses;
    bool endless = false, silent_receiver = false;
};

TEST_F(Webhooks, TheEndOfAJobIsToldSigned) {
    const JobId id = ended_job();
    send();
    ASSERT_TRUE(until_state(id, DeliveryState::delivered));
    ASSERT_EQ(received.size(), 1u);
    const net::HttpHeaders& headers = received[0].headers;
    EXPECT_EQ(headers.find("webhook-id"), delivery(id).webhook_id);
    EXPECT_TRUE(verify_webhook({kSecret}, *headers.find("webhook-id"), *headers.find("webhook-timestamp"),
                               *headers.find("webhook-signature"), received[0].body, SystemClock{}.utc()));
    const json::Value body = json::parse(received[0].body).value();
    EXPECT_EQ(json::text_or(body, "type"), "job.cancelled");
    EXPECT_EQ(json::text_or(*json::find(body, "data"), "id"), id.str());
}

TEST_F(Webhooks, ATryThatFailsIsMadeAgainWithTheSameIdAndBody) {
    statuses = {500, 302};
    const JobId id = ended_job();
    send();
    ASSERT_TRUE(until_state(id, DeliveryState::delivered));
    ASSERT_EQ(received.size(), 3u) << "a redirect is a failure, and is not followed";
    EXPECT_EQ(received[0].body, received[2].body);
    EXPECT_EQ(received[0].headers.find("webhook-id"), received[2].headers.find("webhook-id"));
}

TEST_F(Webhooks, AfterTheLastTryItIsGivenUpAndCanBeSentAgain) {
    statuses = {500, 500, 500};
    const JobId id = ended_job();
    send();
    ASSERT_TRUE(until_state(id, DeliveryState::given_up));
    EXPECT_EQ(received.size(), 3u);
    EXPECT_EQ(delivery(id).last_answer, "500 Internal Server Error");
    EXPECT_EQ(get(store::redeliver(*store, id, owner)), 1);
    EXPECT_TRUE(until_state(id, DeliveryState::delivered));
}

TEST_F(Webhooks, AReceiverThatIsGoneIsNotAskedAgain) {
    statuses = {410};
    const JobId id = ended_job();
    send();
    ASSERT_TRUE(until_state(id, DeliveryState::given_up));
    test::settle(io, 200ms);
    EXPECT_EQ(received.size(), 1u);
}

TEST_F(Webhooks, AnEndlessAnswerIsReadUpToItsBoundAndCountsAsTaken) {
    endless = true;
    const JobId id = ended_job();
    send();
    EXPECT_TRUE(until_state(id, DeliveryState::delivered));
}

TEST_F(Webhooks, ASilentReceiverIsCutOffInTime) {
    silent_receiver = true;
    hooks.schedule = {0ms};
    const JobId id = ended_job();
    send();
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(until_state(id, DeliveryState::given_up));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1'800ms);
}

TEST_F(Webhooks, AnAddressInsideIsNeverDialled) {
    hooks.reach = net::Reach::public_internet;
    const JobId id = ended_job();
    send();
    ASSERT_TRUE(until_state(id, DeliveryState::given_up));
    EXPECT_TRUE(received.empty());
    EXPECT_NE(delivery(id).last_answer.find("address_refused"), std::string::npos);
}

TEST_F(Webhooks, WithoutTlsOrWithoutASecretNothingIsSent) {
    hooks.plain_http = false;
    const JobId plain = ended_job();
    const JobId unsigned_one = ended_job({}, "unknown");
    send();
    EXPECT_TRUE(until_state(plain, DeliveryState::given_up));
    EXPECT_TRUE(until_state(unsigned_one, DeliveryState::given_up));
    EXPECT_TRUE(received.empty());
}

TEST_F(Webhooks, ASenderThatIsKilledAfterSendingSendsAgain) {
    const JobId id = ended_job();
    sender = std::make_unique<WebhookSender>(io.get_executor(), *store, hooks, silent);
    on_crash_point([&](std::string_view name) {
        if (name == "CP17") sender.reset();
    });
    sender->start();
    ASSERT_TRUE(until([&] { return !sender; }));
    on_crash_point({});
    EXPECT_EQ(delivery(id).state, DeliveryState::waiting) << "due again when the lease is over";
    EXPECT_EQ(delivery(id).tries, 1);
    EXPECT_EQ(received.size(), 1u);
}

TEST(WebhookSchedule, FollowsItsTableAndThenGivesUp) {
    const auto schedule = WebhookConfig::default_schedule();
    const Result<net::HttpReply> busy = net::HttpReply{503};
    EXPECT_EQ(judge_try(busy, 1, schedule).again, 5s);
    EXPECT_EQ(judge_try(busy, 2, schedule).again, 30s);
    EXPECT_EQ(judge_try(busy, 9, schedule).again, 24h);
    EXPECT_EQ(judge_try(busy, 10, schedule).again, std::nullopt);
    EXPECT_TRUE(judge_try(net::HttpReply{204}, 1, schedule).delivered);
    EXPECT_FALSE(judge_try(net::HttpReply{301}, 1, schedule).delivered);
    EXPECT_EQ(judge_try(net::HttpReply{410}, 1, schedule).again, std::nullopt);
    EXPECT_EQ(judge_try(fail(Errc::timeout, "late"), 1, schedule).again, 5s);
}

}  // namespace
}  // namespace divan::durable
