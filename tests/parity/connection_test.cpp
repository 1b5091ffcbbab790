// Section 3 of the parity table: connection, heartbeat, reconnection.
#include "connection_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::LifecycleLog;
using parity::ParityConnection;
using Clock = std::chrono::steady_clock;
using Names = std::vector<std::string>;

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
    for (const protocol::Status& status : statuses)
        EXPECT_TRUE(status.queue_remaining) << "no empty payloads";
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
        ASSERT_TRUE(until([&] { return log.count("reconnected") == drop && connection->connected(); }))
            << drop;
    }
    Names wanted;
    for (int drop = 0; drop < 20; ++drop)
        wanted.insert(wanted.end(), {"disconnected", "reconnecting", "reconnected"});
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

}  // namespace
}  // namespace divan
