#include <gtest/gtest.h>

#include <divan/client/connection_lifecycle.hpp>

// Every edge of the state machine, without a socket.
namespace divan {
namespace {

using namespace std::chrono_literals;
using State = ConnectionState;
using Kind = LifecycleEvent::Kind;

const Error kRefused{Errc::connect_failed, "refused"};

/// A lifecycle, and all that it told: states and events in order.
struct Life {
    explicit Life(int max_attempts = 0, bool auto_reconnect = true)
        : lifecycle{policy(max_attempts), auto_reconnect} {}
    static ReconnectPolicy policy(int max_attempts) {
        ReconnectPolicy chosen;
        chosen.max_attempts = max_attempts;
        return chosen;
    }
    std::string tell(const ConnectionLifecycle::News& news) {
        std::string story;
        for (const ConnectionNews& one : news) {
            story += (story.empty() ? "" : " ") + std::string{name(one.state)};
            if (one.event) story += "!" + std::string{name(one.event->kind)};
        }
        return story;
    }
    std::string wanted() { return tell(lifecycle.wanted()); }
    std::string greeted() { return tell(lifecycle.greeted(now)); }
    std::string fails() { return tell(lifecycle.attempt_failed(kRefused)); }
    std::string lost(std::chrono::milliseconds after = 1h) {
        now += after;
        return tell(lifecycle.lost(kRefused, now));
    }
    std::string aborted() { return tell(lifecycle.aborted()); }
    std::string closed() { return tell(lifecycle.closed()); }

    Deadline now{24h};
    ConnectionLifecycle lifecycle;
};

TEST(ConnectionLifecycle, IdleBecomesConnectingWhenASocketIsWanted) {
    Life life;
    EXPECT_FALSE(life.lifecycle.trying());
    EXPECT_EQ(life.wanted(), "connecting");
    EXPECT_TRUE(life.lifecycle.trying());
    EXPECT_EQ(life.wanted(), "") << "attempts are on their way";
}

TEST(ConnectionLifecycle, ConnectingBecomesConnectedByTheGreeting) {
    Life life;
    life.wanted();
    EXPECT_EQ(life.greeted(), "connected!connected");
    EXPECT_EQ(life.wanted(), "");
}

TEST(ConnectionLifecycle, ConnectedIsDisconnectedByALossAndReconnectsByItself) {
    Life life;
    life.wanted();
    life.greeted();
    EXPECT_EQ(life.lost(), "disconnected!disconnected reconnecting!reconnecting");
    EXPECT_EQ(life.greeted(), "connected!reconnected");
}

TEST(ConnectionLifecycle, TwentyLossesAreTwentyReconnections) {
    Life life;
    life.wanted();
    life.greeted();
    for (int drop = 0; drop < 20; ++drop) {
        EXPECT_EQ(life.lost(1ms), "disconnected!disconnected reconnecting!reconnecting");
        EXPECT_EQ(life.greeted(), "connected!reconnected");
    }
}

TEST(ConnectionLifecycle, ReconnectingFailsOnlyWithTheLastAttempt) {
    Life life{3};
    life.wanted();
    life.greeted();
    life.lost();
    EXPECT_EQ(life.fails(), "reconnecting!websocket_unavailable");
    EXPECT_EQ(life.fails(), "");
    EXPECT_EQ(life.fails(), "failed!reconnection_failed");
    EXPECT_FALSE(life.lifecycle.trying());
    EXPECT_EQ(life.fails(), "") << "it is told once";
}

TEST(ConnectionLifecycle, TheLastAttemptMaySucceed) {
    Life life{3};
    life.wanted();
    life.fails();
    life.fails();
    EXPECT_EQ(life.greeted(), "connected!connected");
    EXPECT_EQ(life.lifecycle.failed_attempts(), 0);
}

TEST(ConnectionLifecycle, ConnectingFailsWhenNoAttemptSucceeds) {
    Life life{1};
    life.wanted();
    EXPECT_EQ(life.fails(), "connecting!websocket_unavailable failed!reconnection_failed");
}

TEST(ConnectionLifecycle, FailedBeginsAnewWhenASocketIsWanted) {
    Life life{1};
    life.wanted();
    life.fails();
    EXPECT_EQ(life.wanted(), "connecting") << "there never was a socket";
    EXPECT_EQ(life.fails(), "connecting!websocket_unavailable failed!reconnection_failed");
    life.wanted();
    life.greeted();
    life.lost();
    life.fails();
    EXPECT_EQ(life.wanted(), "reconnecting!reconnecting");
    EXPECT_EQ(life.greeted(), "connected!reconnected");
}

TEST(ConnectionLifecycle, WithoutAutoReconnectTheFirstAttemptIsTheOnlyOne) {
    Life life{0, false};
    life.wanted();
    EXPECT_EQ(life.fails(), "connecting!websocket_unavailable disconnected");
    EXPECT_FALSE(life.lifecycle.trying());
    EXPECT_EQ(life.wanted(), "connecting");
    life.greeted();
    EXPECT_EQ(life.lost(), "disconnected!disconnected reconnecting!reconnecting")
        << "a socket that was lost is opened again in any case";
    life.fails();
    EXPECT_TRUE(life.lifecycle.trying());
}

TEST(ConnectionLifecycle, AbortedAttemptsEndDisconnected) {
    Life life;
    EXPECT_EQ(life.aborted(), "");
    life.wanted();
    EXPECT_EQ(life.aborted(), "disconnected");
    EXPECT_EQ(life.fails(), "") << "the attempt that was on its way counts no more";
    life.wanted();
    life.greeted();
    EXPECT_EQ(life.aborted(), "") << "a socket that is open stays";
    life.lost();
    EXPECT_EQ(life.aborted(), "disconnected");
    EXPECT_EQ(life.wanted(), "reconnecting!reconnecting");
}

TEST(ConnectionLifecycle, ClosedIsTheEnd) {
    for (int stage = 0; stage < 3; ++stage) {
        Life life;
        if (stage > 0) life.wanted();
        if (stage > 1) life.greeted();
        EXPECT_EQ(life.closed(), "closed");
        EXPECT_EQ(life.closed(), "");
        EXPECT_EQ(life.wanted() + life.greeted() + life.fails() + life.lost() + life.aborted(), "");
    }
}

TEST(ConnectionLifecycle, ASocketThatLastedIsOpenedAgainAtOnce) {
    Life life;
    life.wanted();
    life.greeted();
    life.lost(6s);
    EXPECT_EQ(life.lifecycle.pause(0.99), 0ms);
}

TEST(ConnectionLifecycle, AServerThatHangsUpAtOnceIsNotCalledWithoutAPause) {
    Life life{3};
    life.wanted();
    for (int drop = 0; drop < 6; ++drop) {
        life.greeted();
        life.lost(10ms);
    }
    EXPECT_EQ(life.lifecycle.pause(0.5), 8s);
    EXPECT_TRUE(life.lifecycle.trying()) << "sockets that did not last use no attempts up";
}

TEST(ConnectionLifecycle, TellsHowManyAttemptsItTook) {
    Life life;
    life.wanted();
    life.fails();
    life.fails();
    const auto news = life.lifecycle.greeted(life.now);
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].event->attempts, 3);
}

}  // namespace
}  // namespace divan
