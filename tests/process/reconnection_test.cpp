// A connection whose server, another process, is killed and started again. The peer's thirteen reconnection
// tests are among these (parity table, section 21).
#include <divan/client/blocking.hpp>

#include "reconnection_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using State = ConnectionState;
using testing_support::LifecycleLog;
using testing_support::Names;
using testing_support::ReconnectionTest;
using Clock = std::chrono::steady_clock;

TEST_F(ReconnectionTest, ManualAfterARestart) {
    connect(settings_for_manual_use());
    open();
    kill_engine();
    ASSERT_TRUE(comes_to(State::failed));
    start_engine();
    settle(300ms);
    EXPECT_EQ(connection->state(), State::failed) << "nothing happens by itself any more";
    connection->reconnect();
    ASSERT_TRUE(comes_back());
    expect_a_live_run();
}

TEST_F(ReconnectionTest, ManualSeveralTimes) {
    connect(settings_for_manual_use());
    open();
    LifecycleLog log{*connection};
    for (int cycle = 1; cycle <= 4; ++cycle) {
        kill_engine();
        ASSERT_TRUE(comes_to(State::failed)) << cycle;
        start_engine();
        connection->reconnect();
        ASSERT_TRUE(comes_back()) << cycle;
        expect_a_live_run(cycle);
    }
    EXPECT_EQ(log.count("disconnected"), 4);
    EXPECT_EQ(log.count("reconnected"), 4);
    EXPECT_EQ(log.count("reconnection_failed"), 4);
}

TEST_F(ReconnectionTest, ManualWhileTheServerIsStillDown) {
    connect(settings_for_manual_use());
    open();
    LifecycleLog log{*connection};
    kill_engine();
    ASSERT_TRUE(comes_to(State::failed));
    for (int again = 2; again <= 4; ++again) {
        connection->reconnect();
        EXPECT_TRUE(until([&] { return log.count("reconnection_failed") == again; })) << again;
        EXPECT_EQ(connection->state(), State::failed);
    }
    start_engine();
    connection->reconnect();
    ASSERT_TRUE(comes_back());
    expect_a_live_run();
}

TEST_F(ReconnectionTest, ManualWithoutALossTakesANewSocket) {
    open();
    LifecycleLog log{*connection};
    const auto before = connection->client_id();
    connection->reconnect();
    ASSERT_TRUE(until([&] { return log.count("reconnected") == 1; }));
    EXPECT_EQ(log.names, (Names{"disconnected", "reconnecting", "reconnected"}));
    EXPECT_NE(connection->client_id(), before);
    expect_a_live_run();
}

TEST_F(ReconnectionTest, AutomaticAfterARestart) {
    open();
    restart_engine();
    ASSERT_TRUE(until([&] { return !connection->connected(); }));
    ASSERT_TRUE(comes_back());
    expect_a_live_run();
}

TEST_F(ReconnectionTest, AutomaticTellsEachStepOnce) {
    open();
    LifecycleLog log{*connection};
    kill_engine();
    ASSERT_TRUE(until([&] { return log.count("websocket_unavailable") == 1; }));
    settle(400ms);  // several attempts fail
    start_engine();
    ASSERT_TRUE(until([&] { return log.count("reconnected") == 1; }));
    EXPECT_EQ(log.names, (Names{"disconnected", "reconnecting", "websocket_unavailable", "reconnected"}));
    EXPECT_GE(log.events.back().attempts, 3);
    EXPECT_TRUE(log.events.front().reason) << "and why";
}

TEST_F(ReconnectionTest, AutomaticInTimeAfterALongAbsence) {
    open();
    kill_engine();
    settle(3s);
    start_engine();
    const Deadline back = Clock::now();
    ASSERT_TRUE(comes_back());
    EXPECT_LT(Clock::now() - back, 1s) << "pauses stay below the cap";
}

TEST_F(ReconnectionTest, StatesThroughTheLifeOfAServer) {
    Names states;
    const Subscription listening =
        connection->on_state([&](State state) { states.emplace_back(name(state)); });
    EXPECT_EQ(connection->state(), State::idle);
    open();
    restart_engine();
    ASSERT_TRUE(until([&] { return std::ranges::count(states, "connected") == 2; }));
    connection->close();
    EXPECT_EQ(states,
              (Names{"connecting", "connected", "disconnected", "reconnecting", "connected", "closed"}));
}

TEST_F(ReconnectionTest, ValidateTellsWhetherTheServerIsThere) {
    open();
    EXPECT_TRUE(wait(validate(*connection, soon())));
    kill_engine();
    const auto gone = wait(validate(*connection, soon()));
    ASSERT_FALSE(gone);
    EXPECT_TRUE(gone.error().code == Errc::connect_failed || gone.error().code == Errc::connection_lost)
        << describe(gone.error());
    start_engine();
    EXPECT_TRUE(wait(validate(*connection, soon()))) << "it does not wait for the socket";
}

TEST_F(ReconnectionTest, TheCallbackComesOnceForEachTimeOfGivingUp) {
    int calls = 0;
    Errc last{};
    ConnectionConfig config = settings();
    config.reconnect.max_attempts = 3;
    config.on_reconnection_failed = [&](const Error& error) {
        ++calls;
        last = error.code;
    };
    connect(std::move(config));
    open();
    kill_engine();
    ASSERT_TRUE(comes_to(State::failed));
    settle(500ms);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(last, Errc::connect_failed);
    connection->reconnect();
    ASSERT_TRUE(until([&] { return calls == 2; }));
}

TEST_F(ReconnectionTest, SeveralRestartsInARow) {
    open();
    LifecycleLog log{*connection};
    for (int cycle = 1; cycle <= 5; ++cycle) {
        restart_engine();
        ASSERT_TRUE(until([&] { return log.count("reconnected") == cycle; })) << cycle;
        expect_a_live_run(cycle);
    }
    EXPECT_EQ(log.count("disconnected"), 5);
    EXPECT_EQ(log.count("reconnecting"), 5);
}

TEST_F(ReconnectionTest, MessagesArriveAfterIt) {
    open();
    restart_engine();
    ASSERT_TRUE(until([&] { return !connection->connected(); }));
    ASSERT_TRUE(comes_back());
    int steps = 0, statuses = 0;
    const Subscription progress =
        connection->on<protocol::Progress>([&](const protocol::Progress&) { ++steps; });
    const Subscription status =
        connection->on<protocol::Status>([&](const protocol::Status&) { ++statuses; });
    ASSERT_TRUE(finish(sleeper(0.1, 4)));
    EXPECT_TRUE(until([&] { return steps == 4 && statuses >= 2; }));
}

TEST_F(ReconnectionTest, AServerThatStartsLateIsFound) {
    kill_engine();
    connect(settings());
    EXPECT_EQ(error_of(connection->open(soon())).code, Errc::connect_failed);
    settle(300ms);
    start_engine();
    ASSERT_TRUE(comes_back());
    expect_a_live_run();
}

TEST_F(ReconnectionTest, AbortedItStaysAwayUntilItIsWanted) {
    open();
    kill_engine();
    ASSERT_TRUE(comes_to(State::reconnecting));
    connection->abort_reconnect();
    EXPECT_EQ(connection->state(), State::disconnected);
    start_engine();
    settle(400ms);
    EXPECT_EQ(connection->state(), State::disconnected);
    expect_a_live_run();
    EXPECT_TRUE(connection->connected()) << "the run wanted it";
}

TEST_F(ReconnectionTest, AFrozenServerIsGivenUpAndFoundAgain) {
    ConnectionConfig config = settings();
    config.ping_interval = 100ms;
    config.pong_timeout = 300ms;
    config.greeting_timeout = 300ms;
    connect(std::move(config));
    open();
    engine->signal(SIGSTOP);
    const Deadline stopped = Clock::now();
    ASSERT_TRUE(until([&] { return !connection->connected(); }));
    EXPECT_LT(Clock::now() - stopped, 400ms + 1s);
    settle(500ms);
    engine->signal(SIGCONT);
    ASSERT_TRUE(comes_back());
    expect_a_live_run();
}

TEST_F(ReconnectionTest, ClosingWhileItIsUnderWayEndsIt) {
    open();
    kill_engine();
    ASSERT_TRUE(comes_to(State::reconnecting));
    const Deadline closing = Clock::now();
    connection.reset();
    io.restart();
    io.run();  // nothing of the connection is left to wait for
    EXPECT_LT(Clock::now() - closing, 1s);
}

TEST_F(ReconnectionTest, ABlockingClientComesBackToo) {
    BlockingClient client{settings()};
    ASSERT_TRUE(client.open(10s));
    ASSERT_TRUE(client.run(sleeper(0.05, 2, 1), {}, 30s));
    restart_engine();
    const auto result = client.run(sleeper(0.05, 2, 2), {}, 30s);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(client.state(), State::connected);
}

}  // namespace
}  // namespace divan
