// Sections 3 and 23 of the parity table: what happens without a socket, and over a socket of one's own.
#include <deque>

#include "connection_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityConnection;
using test::FakeScript;
using Clock = std::chrono::steady_clock;

TEST_F(ParityConnection, PollingFallBack) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    connect();
    EXPECT_FALSE(wait(connection->open(soon())));
    EXPECT_TRUE(connection->polls());
    std::vector<divan::Run> runs;
    for (int count = 0; count < 8; ++count) runs.push_back(begin());
    const Deadline begun = Clock::now();
    for (const divan::Run& run : runs) {
        const auto result = end_of(run);
        ASSERT_TRUE(result) << describe(result.error());
    }
    EXPECT_LT(Clock::now() - begun, 2 * RunLimits{}.poll_without_socket);
    EXPECT_LE(server->count("GET /queue"), 10)
        << "one reading of the queue serves them all: alone they make 16 and more";
}

TEST_F(ParityConnection, PollingFallBackTriesASocketAllTheSame) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    ConnectionConfig settings = config();
    settings.poll_interval = 50ms;
    connect(std::move(settings));
    const Subscription listening = connection->on_message([](const protocol::ServerMessage&) {});
    EXPECT_FALSE(wait(connection->open(soon())));
    ASSERT_TRUE(until([&] { return server->count("GET /prompt") >= 3; }));
    server->script.refuse_socket = false;
    ASSERT_TRUE(until([&] { return connection->connected(); }));
    EXPECT_FALSE(connection->polls());
    const long polls = server->count("GET /prompt");
    settle(300ms);
    EXPECT_EQ(server->count("GET /prompt"), polls) << "polling ends with the new socket";
}

TEST_F(ParityConnection, PollingFallBackPollsNothingWhileNobodyListens) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    ConnectionConfig settings = config();
    settings.poll_interval = 20ms;
    connect(std::move(settings));
    EXPECT_FALSE(wait(connection->open(soon())));
    settle(300ms);
    EXPECT_EQ(server->count("GET /prompt"), 0);
}

TEST_F(ParityConnection, PayloadShapeWhilePolling) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    server->pending = {"a", "b", "c"};
    ConnectionConfig settings = config();
    settings.poll_interval = 20ms;
    connect(std::move(settings));
    std::optional<protocol::Status> polled, told;
    const Subscription listening = connection->on<protocol::Status>([&](const protocol::Status& status) {
        if (status.sid.empty()) (connection->connected() ? told : polled) = status;
    });
    EXPECT_FALSE(wait(connection->open(soon())));
    ASSERT_TRUE(until([&] { return polled.has_value(); }));
    server->script.refuse_socket = false;
    ASSERT_TRUE(until([&] { return connection->connected(); }));
    server->send(protocol::Status{3, ""});
    ASSERT_TRUE(until([&] { return told.has_value(); }));
    EXPECT_EQ(polled, told) << "one shape, whatever the source";
}

/// A transport that lives in memory: the test plays the server.
class ScriptedSocket final : public MessageSocket {
public:
    explicit ScriptedSocket(asio::any_io_executor executor) : wake_{executor, kNever} {}
    asio::awaitable<Result<void>> send(net::WebSocketMessage message) override {
        sent.push_back(std::move(message.content));
        co_return Result<void>{};
    }
    asio::awaitable<Result<net::WebSocketMessage>> receive() override {
        while (incoming.empty() && !aborted) co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
        if (aborted) co_return fail(Errc::connection_lost, "the test hung up");
        net::WebSocketMessage next{false, std::move(incoming.front())};
        incoming.pop_front();
        co_return next;
    }
    void abort() override {
        aborted = true;
        wake_.cancel();
    }
    void say(const protocol::ServerMessage& message) {
        incoming.push_back(protocol::write(message));
        wake_.cancel();
    }

    std::deque<std::string> incoming;
    std::vector<std::string> sent;
    bool aborted = false;

private:
    asio::steady_timer wake_;
};

TEST_F(ParityConnection, CustomWebSocketImplementation) {
    ConnectionConfig settings = config_at("127.0.0.1:9");
    std::vector<std::shared_ptr<ScriptedSocket>> sockets;
    settings.open_socket = [&](asio::any_io_executor executor, net::WebSocketConfig,
                               Deadline) -> asio::awaitable<Result<std::shared_ptr<MessageSocket>>> {
        sockets.push_back(std::make_shared<ScriptedSocket>(executor));
        sockets.back()->say(protocol::Status{0, "me"});
        co_return sockets.back();
    };
    connect(std::move(settings));
    std::vector<double> steps;
    const Subscription listening = connection->on<protocol::Progress>(
        [&](const protocol::Progress& step) { steps.push_back(json::to_double(step.value).value_or(-1)); });
    open();
    EXPECT_EQ(connection->client_id().str(), "me");
    EXPECT_EQ(sockets.at(0)->sent.size(), 1U) << "the announcement";
    sockets.at(0)->say(
        protocol::Progress{protocol::PromptId{"p"}, NodeId{"3"}, json::Value(1), json::Value(2)});
    ASSERT_TRUE(until([&] { return steps.size() == 1; }));
    sockets.at(0)->abort();
    EXPECT_TRUE(until([&] { return sockets.size() == 2 && connection->connected(); }));
}

}  // namespace
}  // namespace divan
