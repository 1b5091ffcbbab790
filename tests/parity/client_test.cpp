// Section 1 of the parity table: the client object, its name, readiness and life.
#include <divan/client/blocking.hpp>
#include <divan/json/parse.hpp>

#include "client_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::LifecycleLog;
using parity::ParityClient;
using test::FakeScript;

TEST_F(ParityClient, Construction) {
    serve();
    connect();
    const std::string id = connection->client_id().str();
    ASSERT_TRUE(finish());
    EXPECT_EQ(id.size(), 36U);
    EXPECT_EQ(server->client_ids.at(0), id);
    EXPECT_EQ(json::text_or(json::parse(server->bodies.at(0)).value(), "client_id"), id);
    Connection other{io.get_executor(), config()};
    EXPECT_NE(other.client_id().str(), id);
}

TEST_F(ParityClient, HostWithoutSchemeOrWithATrailingSlash) {
    EXPECT_EQ(parse_server_address("host:8188")->origin.str(), "http://host:8188");
    EXPECT_EQ(parse_server_address("http://h:8188/")->origin.str(), "http://h:8188");
    EXPECT_EQ(parse_server_address("http://h/prefix/")->origin.str(), "http://h:80/prefix");
    for (const std::string_view bad : {"", "ftp://h", "http://", "h:99999", "http://h?x=1", "a b"}) {
        const auto refused = parse_server_address(bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().code, Errc::invalid_argument);
        EXPECT_FALSE(refused.error().message.empty());
    }
    serve();
    connect(config_at("127.0.0.1:" + std::to_string(server->port()) + "/"));
    EXPECT_TRUE(finish());
}

TEST_F(ParityClient, Id) {
    serve();
    ConnectionConfig named = config();
    named.client_id = protocol::ClientId{"me & mine"};
    connect(std::move(named));
    open();
    EXPECT_EQ(server->client_ids.at(0), "me & mine");
    server->send(protocol::Status{0, "the gateway's name"});
    EXPECT_TRUE(until([&] { return connection->client_id().str() == "the gateway's name"; }));
}

TEST_F(ParityClient, Init) {
    connect(config_of_nobody());
    ReadyPolicy policy;
    policy.retries = 2;
    policy.pause = 100ms;
    const auto begun = std::chrono::steady_clock::now();
    const auto facts = wait(ready(*connection, policy, soon()));
    const auto took = std::chrono::steady_clock::now() - begun;
    ASSERT_FALSE(facts);
    EXPECT_GE(took, 200ms);
    EXPECT_LT(took, 2s);
    EXPECT_EQ(facts.error().code, Errc::connect_failed);
    EXPECT_EQ(facts.error().fact("tries"), "3");
    EXPECT_NE(facts.error().message.find(connection->server()), std::string::npos) << facts.error().message;
    EXPECT_EQ(facts.error().fact("reason"), "Connection refused");
}

TEST_F(ParityClient, Ready) {
    serve();
    connect();
    EXPECT_EQ(ready_together(10), 10);
    EXPECT_EQ(server->count("GET /prompt"), 1);
    EXPECT_EQ(server->count("GET /system_stats"), 1);
    EXPECT_EQ(server->count("GET /features"), 1);
    EXPECT_EQ(ready_together(1), 1);
    EXPECT_EQ(server->count("GET /prompt"), 1) << "what is known is not asked again";
    EXPECT_TRUE(until([&] { return connection->connected(); }))
        << "the socket is opened without being waited for";
}

TEST_F(ParityClient, WaitForReady) {
    const std::uint16_t port = free_port();
    connect(config_at("127.0.0.1:" + std::to_string(port)));
    ReadyPolicy policy;
    policy.pause = 50ms;
    std::optional<Result<ServerFacts>> facts;
    asio::co_spawn(io, ready(*connection, policy, soon()),
                   [&](std::exception_ptr, Result<ServerFacts> told) { facts = std::move(told); });
    settle(120ms);
    EXPECT_FALSE(facts) << "nobody listens yet";
    serve(FakeScript{}, port);
    ASSERT_TRUE(until([&] { return facts.has_value(); }));
    EXPECT_TRUE(*facts);
}

TEST_F(ParityClient, WaitForReadyEndsAtItsDeadlineToo) {
    connect(config_of_nobody());
    const auto facts = wait(ready(*connection, ReadyPolicy{}, within(200ms)));
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().code, Errc::timeout);
    EXPECT_NE(facts.error().message.find(connection->server()), std::string::npos);
}

TEST_F(ParityClient, WaitForReadyEndsWithTheConnection) {
    connect(config_of_nobody());
    std::optional<Result<ServerFacts>> facts;
    asio::co_spawn(io, ready(*connection, ReadyPolicy{}, soon()),
                   [&](std::exception_ptr, Result<ServerFacts> told) { facts = std::move(told); });
    settle(50ms);
    connection->close();
    ASSERT_TRUE(until([&] { return facts.has_value(); }));
    EXPECT_EQ(facts->error().code, Errc::cancelled);
}

TEST_F(ParityClient, IsReadyAndOsType) {
    serve();
    connect();
    EXPECT_FALSE(known_facts(*connection));
    ASSERT_EQ(ready_together(1), 1);
    ASSERT_TRUE(known_facts(*connection));
    EXPECT_EQ(known_facts(*connection)->os, "posix");
    EXPECT_EQ(known_facts(*connection)->version, (ServerVersion{0, 3, 50}));
    EXPECT_TRUE(known_facts(*connection)->features->supports_preview_metadata);
    ASSERT_TRUE(until([&] { return connection->connected(); }));
    server->drop_sockets();
    EXPECT_TRUE(until([&] { return !known_facts(*connection); })) << "another version may come back";
}

TEST_F(ParityClient, FeatureProbesAtInit) {
    serve();
    connect();
    ASSERT_EQ(ready_together(3), 3);
    ASSERT_TRUE(until([&] { return connection->connected(); }));
    EXPECT_LE(server->requests.size(), 4U);
    for (const std::string& request : server->requests)
        EXPECT_EQ(request.find("object_info"), std::string::npos) << request;
}

TEST_F(ParityClient, LastActivity) {
    serve();
    connect();
    EXPECT_EQ(connection->last_activity(), Deadline{});
    ASSERT_TRUE(wait(ping(*connection, soon())));
    const Deadline asked = connection->last_activity();
    EXPECT_GT(asked, Deadline{});
    open();
    const Deadline greeted = connection->last_activity();
    EXPECT_GT(greeted, asked);
    server->send(protocol::Status{1, ""});
    EXPECT_TRUE(until([&] { return connection->last_activity() > greeted; }));
}

TEST_F(ParityClient, Destroy) {
    connect(config_of_nobody());
    const auto opened = wait(connection->open(soon()));
    EXPECT_FALSE(opened);
    EXPECT_EQ(connection->state(), ConnectionState::connecting) << "attempts go on";
    connection->close();
    connection->close();
    connection.reset();
    io.restart();
    const auto begun = std::chrono::steady_clock::now();
    io.run_for(5s);
    EXPECT_TRUE(io.stopped());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s) << "something of the client was left";
}

TEST_F(ParityClient, DestroyWhileAReconnectionIsUnderWay) {
    serve();
    connect();
    open();
    std::vector<std::string> states;
    const Subscription watching =
        connection->on_state([&](ConnectionState state) { states.emplace_back(name(state)); });
    server.reset();
    ASSERT_TRUE(until([&] { return connection->state() == ConnectionState::reconnecting; }));
    connection.reset();
    io.restart();
    const auto begun = std::chrono::steady_clock::now();
    io.run_for(5s);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
    EXPECT_EQ(states.back(), "closed");
}

TEST_F(ParityClient, Run) {
    serve();
    ConnectionConfig settings = config();
    connect(std::move(settings));
    std::string accepted;
    events.on_accepted = [&](const protocol::PromptId& id) { accepted = id.str(); };
    server->script.execute = false;
    RunRequest request{Workflow::parse(R"({"9": {"class_type": "SaveImage", "inputs": {}}})").value()};
    request.close_connection = true;
    divan::Run run = begin(std::move(request));
    ASSERT_TRUE(until([&] { return !accepted.empty(); }));
    EXPECT_EQ(run.prompt_id().str(), accepted);
    EXPECT_FALSE(run.done()) << "the handle is there before the end";
    server->start(accepted);
    server->finish(accepted);
    EXPECT_TRUE(end_of(run));
    EXPECT_TRUE(until([&] { return connection->state() == ConnectionState::closed; }));
}

TEST_F(ParityClient, ComfyApiCore) {
    serve();
    connect();
    EXPECT_EQ(ready_together(1), 1);
    EXPECT_TRUE(wait(poll_status(*connection, soon())));
    EXPECT_TRUE(wait(ping(*connection, soon())));
    open();
    LifecycleLog log{*connection};
    connection->reconnect();
    EXPECT_TRUE(until([&] { return log.count("reconnected") == 1; }));
}

}  // namespace
}  // namespace divan
