// Section 1 of the parity table: what a client can be told when it is made.
#include <divan/client/submit.hpp>
#include <divan/json/parse.hpp>

#include "client_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::LifecycleLog;
using parity::ParityClient;
using test::FakeScript;

using Both = std::pair<std::string, std::string>;

TEST_F(ParityClient, OptionHeaders) {
    const auto mine =
        net::Credentials::header("X-Team", "blue").value() + net::Credentials::header("X-Trace", "7").value();
    EXPECT_EQ(run_with(mine, "X-Team"), (Both{"blue", "blue"}));
    EXPECT_EQ(seen("X-Trace"), (Both{"7", "7"}));
}

TEST_F(ParityClient, OptionForceWs) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    ConnectionConfig settings = config();
    settings.polling_fallback = false;
    settings.poll_interval = 50ms;
    connect(std::move(settings));
    const Subscription listening = connection->on_message([](const protocol::ServerMessage&) {});
    EXPECT_FALSE(wait(connection->open(soon())));
    settle(1s);
    EXPECT_EQ(server->count("GET /ws"), static_cast<long>(server->requests.size())) << "something was polled";
    EXPECT_FALSE(finish()) << "a run without a socket is no run";
}

TEST_F(ParityClient, OptionWsTimeout) {
    EXPECT_EQ(ConnectionConfig{}.ping_interval, 10s);
    serve();
    test::TcpRelay relay{io, server->port()};
    ConnectionConfig settings = config_at(relay.url());
    settings.ping_interval = 50ms;
    connect(std::move(settings));
    open();
    EXPECT_TRUE(until([&] { return relay.pings() >= 3; })) << "an idle socket is pinged";
}

TEST_F(ParityClient, OptionListenTerminal) {
    serve();
    ConnectionConfig settings = config();
    settings.listen_terminal = true;
    connect(std::move(settings));
    open();
    ASSERT_TRUE(until([&] { return server->log_subscriptions.size() == 1; }));
    const auto body = json::parse(server->log_subscriptions.at(0)).value();
    EXPECT_EQ(json::text_or(body, "clientId"), server->client_ids.at(0));
    EXPECT_EQ(json::to_bool(*json::find(body, "enabled")), true);
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->log_subscriptions.size() == 2; }))
        << "renewed with the new socket";
    settle(100ms);
    EXPECT_EQ(server->log_subscriptions.size(), 2U);
}

TEST_F(ParityClient, OptionListenTerminalIsOffUnlessAskedFor) {
    serve();
    connect();
    open();
    settle(50ms);
    EXPECT_TRUE(server->log_subscriptions.empty());
}

TEST_F(ParityClient, OptionCredentials) {
    EXPECT_EQ(run_with(net::Credentials::basic("user", "pass"), "Authorization"),
              (Both{"Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz"}));
    EXPECT_EQ(run_with(net::Credentials::bearer("t-1"), "Authorization"), (Both{"Bearer t-1", "Bearer t-1"}));
    EXPECT_EQ(run_with(net::Credentials::header("X-Key", "k").value(), "X-Key"), (Both{"k", "k"}));
    EXPECT_EQ(run_with(net::Credentials::basic("Jürgen", "ß"), "Authorization").first,
              "Basic SsO8cmdlbjrDnw==");
}

TEST_F(ParityClient, CredentialTypesAsImports) {
    const net::Credentials kinds[] = {net::Credentials::basic("u", "p"), net::Credentials::bearer("t"),
                                      net::Credentials::header("X-Key", "k").value()};
    for (const net::Credentials& kind : kinds) EXPECT_FALSE(kind.empty());
    EXPECT_EQ(kinds[1].describe(), "Authorization") << "never the value";
}

TEST_F(ParityClient, CredentialTest) {
    serve();
    connect();
    const auto access = [&] { return wait(check_access(*connection, within(2s))).value(); };
    EXPECT_EQ(access().access, Access::accepted);
    server->refusal = 401;
    EXPECT_EQ(access().access, Access::refused);
    EXPECT_EQ(access().reason->code, Errc::unauthorized);
    server->refusal = 500;
    EXPECT_EQ(access().access, Access::unreachable);
    server.reset();
    EXPECT_EQ(access().access, Access::unreachable);
    EXPECT_EQ(access().reason->code, Errc::connect_failed);
}

TEST_F(ParityClient, OptionAnnounceFeatureFlags) {
    serve();
    ConnectionConfig settings = config();
    settings.feature_flags["max_upload_size"] = 52'428'800;
    connect(std::move(settings));
    open();
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->socket_texts.size() == 2; }));
    for (const std::string& first : server->socket_texts)
        EXPECT_EQ(
            first,
            R"({"type":"feature_flags","data":{"supports_preview_metadata":true,"max_upload_size":52428800}})");
}

TEST_F(ParityClient, OptionReconnect) {
    ConnectionConfig settings = config_of_nobody();
    settings.reconnect.backoff = Backoff::linear;
    settings.reconnect.jitter = Jitter::spread;
    settings.reconnect.spread_percent = 0;
    settings.reconnect.base = 40ms;
    settings.reconnect.cap = 100ms;
    settings.reconnect.max_attempts = 4;
    std::vector<Deadline> attempts;
    settings.open_socket = [&](auto executor, auto where, Deadline deadline) {
        attempts.push_back(std::chrono::steady_clock::now());
        return open_websocket(executor, std::move(where), deadline);
    };
    connect(std::move(settings));
    EXPECT_FALSE(wait(connection->open(soon())));
    ASSERT_TRUE(until([&] { return connection->state() == ConnectionState::failed; }));
    ASSERT_EQ(attempts.size(), 4U);
    EXPECT_GE(attempts[1] - attempts[0], 40ms);
    EXPECT_GE(attempts[2] - attempts[1], 80ms);
    EXPECT_GE(attempts[3] - attempts[2], 100ms) << "not beyond the cap";
    EXPECT_LT(attempts[3] - attempts[0], 2s);
}

TEST_F(ParityClient, OptionAutoReconnect) {
    const std::uint16_t port = free_port();
    connect(config_at("127.0.0.1:" + std::to_string(port)));
    EXPECT_FALSE(wait(connection->open(soon())));
    settle(150ms);
    serve(FakeScript{}, port);
    EXPECT_TRUE(until([&] { return connection->connected(); })) << "attempts go on until the server is there";
}

TEST_F(ParityClient, OptionAutoReconnectSwitchedOff) {
    const std::uint16_t port = free_port();
    ConnectionConfig settings = config_at("127.0.0.1:" + std::to_string(port));
    settings.auto_reconnect = false;
    connect(std::move(settings));
    EXPECT_FALSE(wait(connection->open(soon())));
    EXPECT_EQ(connection->state(), ConnectionState::disconnected);
    serve(FakeScript{}, port);
    settle(300ms);
    EXPECT_EQ(server->count("GET /ws"), 0) << "nobody asked for a socket";
    open();
    server->drop_sockets();
    EXPECT_TRUE(until([&] { return server->client_ids.size() == 2; }))
        << "one that had been open is reopened";
}

TEST_F(ParityClient, OptionOnReconnectionFailed) {
    ConnectionConfig settings = config_of_nobody();
    settings.reconnect.max_attempts = 2;
    settings.reconnect.base = 1ms;
    int calls = 0;
    Errc last{};
    settings.on_reconnection_failed = [&](const Error& error) {
        ++calls;
        last = error.code;
        throw std::runtime_error("a callback that fails");
    };
    connect(std::move(settings));
    const auto exhausted = [&](int times) {
        return until([&] { return calls == times && connection->state() == ConnectionState::failed; });
    };
    EXPECT_FALSE(wait(connection->open(soon())));
    EXPECT_TRUE(exhausted(1));
    settle(100ms);
    EXPECT_EQ(calls, 1) << "once for each time of giving up";
    connection->reconnect();
    EXPECT_TRUE(exhausted(2));
    EXPECT_EQ(last, Errc::connect_failed);
}

TEST_F(ParityClient, OptionComfyOrgApiKey) {
    serve();
    ConnectionConfig settings = config();
    settings.comfy_org_api_key = "comfyui-secret-1";
    connect(std::move(settings), &debug_log);
    ASSERT_TRUE(finish());
    const auto body = json::parse(server->bodies.at(0)).value();
    EXPECT_EQ(json::text_or(*json::find(body, "extra_data"), "api_key_comfy_org"), "comfyui-secret-1");
    EXPECT_EQ(lines.str().find("secret-1"), std::string::npos) << lines.str();
}

TEST_F(ParityClient, OptionDebug) {
    serve();
    ConnectionConfig settings = config();
    settings.credentials = net::Credentials::basic("ada", "very-secret") +
                           net::Credentials::header("X-Odd-Name", "also-secret").value();
    settings.comfy_org_api_key = "key-secret";
    connect(std::move(settings), &debug_log);
    RunRequest request{red_fox()};
    request.extra_data["auth_token"] = "token-secret";
    request.extra_data["note"] = std::string(3'000, 'x');
    ASSERT_TRUE(end_of(begin(std::move(request))));
    server->script.rejection = "no also-secret here";
    EXPECT_FALSE(finish());
    const std::string text = lines.str();
    EXPECT_NE(text.find("client_id=" + server->client_ids.at(0)), std::string::npos);
    EXPECT_NE(text.find("method=POST target=/prompt"), std::string::npos) << text;
    EXPECT_NE(text.find("[2 nodes]"), std::string::npos) << "workflows are left out";
    EXPECT_EQ(text.find("secret"), std::string::npos) << text;
    EXPECT_EQ(text.find(std::string(600, 'x')), std::string::npos) << "long texts are cut";
    EXPECT_NE(text.find(std::string(400, 'x')), std::string::npos);
}

TEST_F(ParityClient, OptionDebugByTheEnvironment) {
    for (const char* variable : {"DIVAN_DEBUG", "COMFY_DEBUG"}) {
        serve();
        ::setenv(variable, "1", 1);
        connect();
        ::unsetenv(variable);
        testing::internal::CaptureStderr();
        EXPECT_TRUE(wait(ping(*connection, soon())));
        connection.reset();
        EXPECT_NE(testing::internal::GetCapturedStderr().find("DEBUG client: request"), std::string::npos);
        connect();
        testing::internal::CaptureStderr();
        EXPECT_TRUE(wait(ping(*connection, soon())));
        EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "silent without it";
    }
}

}  // namespace
}  // namespace divan
