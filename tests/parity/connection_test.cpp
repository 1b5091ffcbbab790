// Section 3 of the parity table: connection, heartbeat, reconnection, polling.
#include <deque>

#include <divan/client/readiness.hpp>

#include "scripted_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::LifecycleLog;
using test::FakeScript;
using Clock = std::chrono::steady_clock;
using Names = std::vector<std::string>;

class ParityConnection : public parity::ScriptedTest {
protected:
    /// A server behind a cable that a test can freeze or cut.
    ConnectionConfig behind_a_cable() {
        serve();
        relay = std::make_unique<test::TcpRelay>(io, server->port());
        ConnectionConfig settings = config_at(relay->url());
        settings.ping_interval = 50ms;
        settings.pong_timeout = 400ms;
        return settings;
    }
    void TearDown() override {
        connection.reset();
        relay.reset();
        ScriptedTest::TearDown();
    }
    std::unique_ptr<test::TcpRelay> relay;
};

TEST_F(ParityConnection, SocketUrl) {
    serve();
    ConnectionConfig settings = config();
    settings.client_id = protocol::ClientId{"a b&c=ü/1"};
    settings.credentials = net::Credentials::bearer("t");
    net::WebSocketConfig wanted;
    settings.open_socket = [&](auto executor, net::WebSocketConfig where, Deadline deadline) {
        wanted = where;
        return open_websocket(executor, std::move(where), deadline);
    };
    connect(std::move(settings));
    open();
    EXPECT_EQ(wanted.target, "/ws?clientId=a%20b%26c%3D%C3%BC%2F1");
    EXPECT_EQ(server->client_ids.at(0), "a b&c=ü/1");
    EXPECT_EQ(server->heads.find("GET /ws")->second.find("Authorization"), "Bearer t");
    EXPECT_TRUE(parse_server_address("https://h")->origin.tls);
    EXPECT_FALSE(parse_server_address("http://h")->origin.tls);
}

TEST_F(ParityConnection, Heartbeat) {
    connect(behind_a_cable());
    open();
    EXPECT_TRUE(until([&] { return relay->pings() >= 5; }));
    EXPECT_TRUE(connection->connected());
    ConnectionConfig off = behind_a_cable();
    off.ping_interval = 0ms;
    connect(std::move(off));
    open();
    settle(300ms);
    EXPECT_EQ(relay->pings(), 0) << "zero switches it off";
}

TEST_F(ParityConnection, DeadPeerDetection) {
    ConnectionConfig settings = behind_a_cable();
    const auto limit = settings.ping_interval + settings.pong_timeout;
    connect(std::move(settings));
    open();
    settle(200ms);
    ASSERT_TRUE(connection->connected());
    LifecycleLog log{*connection};
    relay->freeze();
    const Deadline frozen = Clock::now();
    ASSERT_TRUE(until([&] { return log.count("disconnected") == 1; }));
    EXPECT_LT(Clock::now() - frozen, limit + 1s);
    EXPECT_EQ(log.events.at(0).reason->message, "the other side did not answer pings");
}

TEST_F(ParityConnection, OnClose) {
    serve();
    connect();
    open();
    LifecycleLog log{*connection};
    std::vector<protocol::Status> statuses;
    const Subscription listening =
        connection->on<protocol::Status>([&](const protocol::Status& status) { statuses.push_back(status); });
    const Deadline dropped = Clock::now();
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return log.count("reconnected") == 1; }));
    EXPECT_LT(Clock::now() - dropped, 1s);
    EXPECT_EQ(log.names, (Names{"disconnected", "reconnecting", "reconnected"}));
    for (const protocol::Status& status : statuses) EXPECT_TRUE(status.queue_remaining) << "no empty payloads";
}

TEST_F(ParityConnection, CloseAfterASuccessfulReconnection) {
    serve();
    ConnectionConfig settings = config();
    settings.reconnect.base = settings.reconnect.cap = 5ms;
    connect(std::move(settings));
    open();
    LifecycleLog log{*connection};
    for (int drop = 1; drop <= 20; ++drop) {
        server->drop_sockets();
        ASSERT_TRUE(until([&] { return log.count("reconnected") == drop && connection->connected(); })) << drop;
    }
    Names wanted;
    for (int drop = 0; drop < 20; ++drop) wanted.insert(wanted.end(), {"disconnected", "reconnecting", "reconnected"});
    EXPECT_EQ(log.names, wanted);
}

TEST_F(ParityConnection, ReconnectionSchedule) {
    for (const Backoff backoff : {Backoff::exponential, Backoff::linear, Backoff::custom}) {
        ReconnectPolicy policy;
        policy.backoff = backoff;
        policy.base = 1s;
        policy.cap = 15s;
        policy.jitter = Jitter::spread;
        policy.custom = [](int failures, auto base, auto) { return base * failures * failures; };
        for (int n = 1; n <= 10; ++n) {
            const double raw = backoff == Backoff::exponential ? std::min(1000.0 * (1 << (n - 1)), 15'000.0)
                               : backoff == Backoff::linear    ? std::min(1000.0 * n, 15'000.0)
                                                               : 1000.0 * n * n;
            const double jitter = backoff == Backoff::custom ? 0 : 0.15;
            for (const double chance : {0.0, 0.25, 0.5, 0.9999}) {
                const auto pause = static_cast<double>(reconnect_pause(policy, n, chance).count());
                EXPECT_GE(pause, raw * (1 - jitter) - 1);
                EXPECT_LE(pause, raw * (1 + jitter) + 1);
            }
        }
    }
}

TEST_F(ParityConnection, ReconnectionEvents) {
    serve();
    ConnectionConfig settings = config();
    settings.reconnect.max_attempts = 3;
    settings.reconnect.base = 1ms;
    connect(std::move(settings));
    LifecycleLog log{*connection};
    open();
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return log.count("reconnected") == 1; }));
    server.reset();
    ASSERT_TRUE(until([&] { return log.count("reconnection_failed") == 1; }));
    EXPECT_EQ(log.names, (Names{"connected", "disconnected", "reconnecting", "reconnected", "disconnected",
                                "reconnecting", "websocket_unavailable", "reconnection_failed"}));
    EXPECT_EQ(log.events.back().attempts, 3);
    EXPECT_EQ(log.events.back().reason->code, Errc::connect_failed);
}

TEST_F(ParityConnection, LastAttempt) {
    ConnectionConfig settings = behind_a_cable();
    settings.reconnect.max_attempts = 2;
    settings.reconnect.base = 1ms;
    settings.greeting_timeout = 200ms;
    connect(std::move(settings));
    LifecycleLog log{*connection};
    relay->freeze();
    const auto first = wait(connection->open(soon()));
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, Errc::timeout) << "a handshake that hangs is timed out";
    ASSERT_TRUE(until([&] { return relay->connections() == 2; })) << "and tried again";
    EXPECT_EQ(log.count("reconnection_failed"), 0) << "the last attempt is still on its way";
    relay->thaw();
    ASSERT_TRUE(until([&] { return connection->connected(); })) << "it is judged by its outcome";
    EXPECT_EQ(log.count("reconnection_failed"), 0);
}

TEST_F(ParityConnection, LastAttemptThatFails) {
    ConnectionConfig settings = behind_a_cable();
    settings.reconnect.max_attempts = 2;
    settings.reconnect.base = 1ms;
    settings.greeting_timeout = 100ms;
    connect(std::move(settings));
    LifecycleLog log{*connection};
    relay->freeze();
    const Deadline begun = Clock::now();
    EXPECT_FALSE(wait(connection->open(soon())));
    ASSERT_TRUE(until([&] { return log.count("reconnection_failed") == 1; }));
    EXPECT_GE(Clock::now() - begun, 200ms) << "both attempts had their time";
    EXPECT_EQ(log.events.back().reason->code, Errc::timeout);
}

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
    EXPECT_LE(server->count("GET /queue"), 6) << "one reading of the queue serves them all";
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
    const Subscription listening = connection->on<protocol::Status>(
        [&](const protocol::Status& status) {
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
    sockets.at(0)->say(protocol::Progress{protocol::PromptId{"p"}, NodeId{"3"}, json::Value(1), json::Value(2)});
    ASSERT_TRUE(until([&] { return steps.size() == 1; }));
    sockets.at(0)->abort();
    EXPECT_TRUE(until([&] { return sockets.size() == 2 && connection->connected(); }));
}

}  // namespace
}  // namespace divan
