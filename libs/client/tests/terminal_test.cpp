#include <divan/client/terminal.hpp>
#include <divan/json/parse.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

class TerminalTest : public test::RecordedTest {
protected:
    TerminalTest() {
        ConnectionConfig config = parse_server_address(server->url()).value();
        config.reconnect.base = 10ms;
        connect(std::move(config));
    }
    terminal::LogStream open_stream() {
        server->empty(kSubscribe, 200);
        auto stream = call(terminal::LogStream::open(
            *connection, [this](const protocol::Logs& logs) { heard += logs.entries.at(0).text; }, soon()));
        EXPECT_TRUE(stream) << describe(stream.error());
        return std::move(*stream);
    }
    void say(const std::string& text) { server->send(protocol::Logs{{{"t", text}}, {}}); }
    std::string client_of(std::size_t request) const {
        return json::text_or(json::parse(server->requests.at(request).body).value(), "clientId");
    }

    const std::string kSubscribe = "PATCH /internal/logs/subscribe";
    std::string heard;
};

TEST_F(TerminalTest, LogsAreRead) {
    server->answer("GET /internal/logs/raw",
                   R"({"entries": [{"t": "1", "m": "a"}], "size": {"cols": 80, "rows": 24}})");
    const auto logs = call(terminal::logs(*connection, soon()));
    ASSERT_TRUE(logs) << describe(logs.error());
    EXPECT_EQ(logs->entries.at(0).text, "a");
}

TEST_F(TerminalTest, SubscribingNamesTheSocket) {
    server->empty(kSubscribe, 200);
    ASSERT_TRUE(call(connection->open(soon())));
    ASSERT_TRUE(call(terminal::subscribe(*connection, true, soon())));
    EXPECT_EQ(server->last().body, R"({"clientId":")" + server->client_ids.at(0) + R"(","enabled":true})");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    ASSERT_TRUE(call(terminal::subscribe(*connection, false, soon())));
    EXPECT_NE(server->last().body.find("\"enabled\":false"), std::string::npos);
}

TEST_F(TerminalTest, AStreamHearsEveryEntryInOrder) {
    const auto stream = open_stream();
    server->send(protocol::Logs{{{"t", "a"}, {"t", "ignored by this listener"}}, {}});
    say("b");
    EXPECT_TRUE(test::run_until(io, [&] { return heard == "ab"; })) << heard;
}

TEST_F(TerminalTest, AStreamSubscribesEverySocketThatFollows) {
    const auto stream = open_stream();
    for (int round = 1; round <= 3; ++round) {
        server->drop_sockets();
        ASSERT_TRUE(test::run_until(io, [&] { return stream.renewals() == round; }));
        EXPECT_EQ(client_of(static_cast<std::size_t>(round)), server->client_ids.back());
        say("x");
        ASSERT_TRUE(test::run_until(io, [&] { return heard.size() == static_cast<std::size_t>(round); }));
    }
    EXPECT_FALSE(stream.failure().has_value());
}

TEST_F(TerminalTest, ARenewalThatFailsIsToldAndTriedAgain) {
    server->empty(kSubscribe, 200);
    server->empty(kSubscribe, 500);
    server->empty(kSubscribe, 200);
    const auto stream = open_stream();
    server->drop_sockets();
    ASSERT_TRUE(test::run_until(io, [&] { return stream.failure().has_value(); }));
    EXPECT_EQ(stream.failure()->fact("status"), "500");
    ASSERT_TRUE(test::run_until(io, [&] { return stream.renewals() == 1; }));
    EXPECT_FALSE(stream.failure().has_value());
}

TEST_F(TerminalTest, AClosedStreamIsSilentAndStaysUnsubscribed) {
    auto stream = open_stream();
    ASSERT_TRUE(call(stream.close(soon())));
    EXPECT_NE(server->last().body.find("\"enabled\":false"), std::string::npos);
    const std::size_t asked = server->requests.size();
    say("a");
    server->drop_sockets();
    ASSERT_TRUE(test::run_until(io, [&] { return server->client_ids.size() == 2; }));
    test::settle(io, 100ms);
    EXPECT_EQ(heard, "");
    EXPECT_EQ(server->requests.size(), asked);
}

TEST_F(TerminalTest, AStreamMayEndAfterItsConnection) {
    const auto stream = open_stream();
    server->drop_sockets();
    connection.reset();
    test::settle(io, 100ms);
    EXPECT_EQ(stream.renewals(), 0);
}

TEST_F(TerminalTest, AServerThatRefusesGivesNoStream) {
    server->empty(kSubscribe, 500);
    const auto listener = [](const protocol::Logs&) {};
    EXPECT_EQ(error_of(terminal::LogStream::open(*connection, listener, soon())).fact("status"), "500");
}

}  // namespace
}  // namespace divan
