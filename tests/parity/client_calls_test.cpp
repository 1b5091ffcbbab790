// Section 1 of the parity table: what a client can be asked to do.
#include <divan/client/blocking.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/submit.hpp>

#include "client_fixture.hpp"
#include "parity_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityClient;
using test::FakeScript;
using State = ConnectionState;

TEST_F(ParityClient, Ping) {
    serve();
    test::TcpRelay relay{io, server->port()};
    connect(config_at(relay.url()));
    const auto time = wait(ping(*connection, soon()));
    ASSERT_TRUE(time);
    EXPECT_LT(*time, 5s);
    relay.freeze();
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(wait(ping(*connection, within(300ms))));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s) << "a dead host is known within the time-out";
}

TEST_F(ParityClient, PollStatus) {
    serve();
    test::TcpRelay relay{io, server->port()};
    connect(config_at(relay.url()));
    server->pending = {"a", "b"};
    EXPECT_EQ(wait(poll_status(*connection, soon())), 2);
    server->refusal = 503;
    const auto refused = wait(poll_status(*connection, soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fact("status"), "503");
    relay.freeze();
    const auto late = wait(poll_status(*connection, within(200ms)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::timeout);
}

TEST_F(ParityClient, FreeMemory) {
    serve();
    connect();
    EXPECT_TRUE(wait(free_memory(*connection, true, false, soon())));
    server->refusal = 500;
    const auto refused = wait(free_memory(*connection, true, true, soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fact("status"), "500") << "the reason is readable";
}

TEST_F(ParityClient, IsConnectedAndValidateConnection) {
    serve();
    connect();
    EXPECT_FALSE(connection->connected());
    EXPECT_TRUE(wait(validate(*connection, soon()))) << "HTTP works without a socket";
    open();
    EXPECT_TRUE(connection->connected());
    server.reset();
    EXPECT_TRUE(until([&] { return !connection->connected(); }));
    EXPECT_FALSE(wait(validate(*connection, soon())));
}

TEST_F(ParityClient, ConnectionState) {
    serve();
    ConnectionConfig settings = config();
    settings.reconnect.max_attempts = 2;
    settings.reconnect.base = 1ms;
    connect(std::move(settings));
    std::vector<std::string> states;
    const Subscription watching =
        connection->on_state([&](State state) { states.emplace_back(name(state)); });
    EXPECT_EQ(connection->state(), State::idle);
    open();
    const std::uint16_t port = server->port();
    server.reset();
    ASSERT_TRUE(until([&] { return connection->state() == State::failed; }));
    serve(FakeScript{}, port);
    connection->reconnect();
    ASSERT_TRUE(until([&] { return connection->connected(); }));
    connection->close();
    EXPECT_EQ(states, (std::vector<std::string>{"connecting", "connected", "disconnected", "reconnecting",
                                                "failed", "reconnecting", "connected", "closed"}));
}

TEST_F(ParityClient, ReconnectWsAndAbortReconnect) {
    serve();
    ConnectionConfig settings = config();
    settings.reconnect.base = settings.reconnect.cap = 10s;
    settings.reconnect.jitter = Jitter::spread;
    connect(std::move(settings));
    open();
    connection->reconnect();
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2 && connection->connected(); }));
    const std::uint16_t port = server->port();
    server.reset();
    ASSERT_TRUE(until([&] { return connection->polls(); }))
        << "an attempt has failed, the next one is far away";
    connection->abort_reconnect();
    EXPECT_EQ(connection->state(), State::disconnected);
    serve(FakeScript{}, port);
    settle(200ms);
    EXPECT_EQ(server->count("GET /ws"), 0) << "no attempt after the abort";
    connection->reconnect();
    EXPECT_TRUE(until([&] { return connection->connected(); })) << "at once, not after ten seconds";
}

TEST_F(ParityClient, AbortReconnectEndsAnAttemptThatHangs) {
    serve();
    test::TcpRelay relay{io, server->port()};
    connect(config_at(relay.url()));
    relay.freeze();
    std::optional<Result<void>> opened;
    asio::co_spawn(io, connection->open(soon()),
                   [&](std::exception_ptr, Result<void> result) { opened = std::move(result); });
    settle(100ms);
    connection->abort_reconnect();
    ASSERT_TRUE(until([&] { return opened.has_value(); }));
    EXPECT_EQ(opened->error().code, Errc::cancelled);
    EXPECT_EQ(connection->state(), State::disconnected);
}

TEST_F(ParityClient, OnOnceOffRemoveAllListeners) {
    serve();
    connect();
    open();
    int on = 0, once = 0;
    std::vector<Subscription> mine;
    mine.push_back(connection->on<protocol::Status>([&](const protocol::Status&) { ++on; }));
    mine.push_back(connection->once<protocol::Status>([&](const protocol::Status&) { ++once; }));
    server->send(protocol::Status{1, ""});
    server->send(protocol::Status{2, ""});
    ASSERT_TRUE(until([&] { return on == 2; }));
    EXPECT_EQ(once, 1);
    mine.clear();
    int others = 0;
    const Subscription last = connection->on<protocol::Status>([&](const protocol::Status&) { ++others; });
    server->send(protocol::Status{3, ""});
    ASSERT_TRUE(until([&] { return others == 1; }));
    EXPECT_EQ(on, 2) << "no event after the subscription's end";
}

TEST_F(ParityClient, FetchApi) {
    serve();
    test::TcpRelay relay{io, server->port()};
    connect(config_at(relay.url()));
    net::HttpRequest request{"GET", "/prompt"};
    request.headers.set("X-Mine", "kept");
    const auto reply = wait(fetch_api(*connection, std::move(request), soon()));
    ASSERT_TRUE(reply);
    EXPECT_EQ(server->heads.find("GET /prompt")->second.find("X-Mine"), "kept");
    net::HttpRequest unknown{"GET", "/nowhere"};
    EXPECT_EQ(wait(fetch_api(*connection, std::move(unknown), soon()))->status, 404)
        << "any status is a reply";
    relay.freeze();
    net::HttpRequest hanging{"GET", "/prompt"};
    const auto late = wait(fetch_api(*connection, std::move(hanging), within(200ms)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::timeout);
}

TEST_F(ParityClient, FetchApiCanBeCancelled) {
    serve();
    test::TcpRelay relay{io, server->port()};
    connect(config_at(relay.url()));
    relay.freeze();
    asio::cancellation_signal stop;
    std::optional<Result<net::HttpReply>> reply;
    asio::co_spawn(
        io, fetch_api(*connection, net::HttpRequest{"GET", "/prompt"}, soon()),
        asio::bind_cancellation_slot(
            stop.slot(), [&](std::exception_ptr, Result<net::HttpReply> got) { reply = std::move(got); }));
    settle(50ms);
    stop.emit(asio::cancellation_type::terminal);
    ASSERT_TRUE(until([&] { return reply.has_value(); }));
    EXPECT_EQ(reply->error().code, Errc::cancelled);
}

TEST_F(ParityClient, ApiUrl) {
    connect(config_at("http://h:8188/prefix/"));
    EXPECT_EQ(connection->config().origin.str() + "/view?filename=a.png",
              "http://h:8188/prefix/view?filename=a.png");
}

class ParityClientEngine : public parity::EngineTest {};

TEST_F(ParityClientEngine, GetQueue) {
    const divan::Run run = begin(RunRequest{sleeper(20, 40)});
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    const auto read = wait(queue(*connection, soon()));
    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->running.size(), 1U);
    const protocol::QueueItem& item = read->running.at(0);
    EXPECT_EQ(item.id, run.prompt_id());
    EXPECT_TRUE(json::is_number(item.number));
    EXPECT_NE(json::find(item.prompt, "1"), nullptr);
    EXPECT_EQ(json::text_or(item.extra_data, "client_id"), connection->client_id().str());
    EXPECT_EQ(item.outputs, std::vector{NodeId{"9"}});
    divan::Run{run}.cancel();
    EXPECT_FALSE(end_of(run));
}

TEST_F(ParityClientEngine, RunAndWait) {
    EXPECT_TRUE(wait(run(*connection, RunRequest{picture(1)}, {}, soon())));
    BlockingClient client{config_for_engine()};
    const auto result = client.run(RunRequest{picture(2)}, {}, 30s);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->files().size(), 1U);
}

}  // namespace
}  // namespace divan
