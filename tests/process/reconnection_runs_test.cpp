// Runs whose server, another process, is killed, stopped or cut off meanwhile: events are missed and
// repeated, and each run ends with the right outcome.
#include <divan/client/history.hpp>
#include <divan/client/run_errors.hpp>

#include "reconnection_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using State = ConnectionState;
using testing_support::LifecycleLog;
using testing_support::Names;

class ReconnectionRunsTest : public testing_support::ReconnectionTest {
protected:
    /// What a run tells of its life and its outputs.
    void note_life() {
        events.on_accepted = [&](const protocol::PromptId&) { heard.emplace_back("accepted"); };
        events.on_started = [&] { heard.emplace_back("started"); };
        events.on_output = [&](const protocol::NodeOutputs& output) {
            heard.push_back("output " + output.node.str());
        };
        events.on_finished = [&](const RunResult&) { heard.emplace_back("finished"); };
        events.on_failed = [&](const Error& error) { heard.emplace_back(name(error.code)); };
    }
    /// A run beside these faults ends as if there were none.
    void expect_all_well_beside(const std::string& plan) {
        faults(plan);
        note_life();
        const auto result = finish(sleeper(0.4, 8));
        ASSERT_TRUE(result) << plan << describe(result.error());
        EXPECT_EQ(result->files().size(), 1U) << plan;
        EXPECT_EQ(heard, (Names{"accepted", "started", "output 9", "finished"})) << plan;
        EXPECT_TRUE(value_of(history(*connection, result->prompt_id, soon())));
    }
    Names heard;
};

TEST_F(ReconnectionRunsTest, AServerThatIsKilledAndStaysAwayEndsTheRun) {
    const divan::Run run = begin_long();
    kill_engine();
    expect_end(run, Errc::connect_failed, 10s);
    EXPECT_EQ(comfyui_node_code(run.ended()->error()), "E_DISCONNECTED");
}

TEST_F(ReconnectionRunsTest, AServerThatComesBackEmptyLostThePrompt) {
    const divan::Run run = begin_long();
    restart_engine();
    expect_end(run, Errc::prompt_lost, 10s);
    EXPECT_EQ(comfyui_node_code(run.ended()->error()), "E_WENT_MISSING");
    expect_a_live_run();
}

TEST_F(ReconnectionRunsTest, PromptsThatWaitedAreLostAsWell) {
    const divan::Run first = begin_long(1);
    std::vector<divan::Run> waiting;
    for (int seed = 2; seed < 6; ++seed) waiting.push_back(begin(sleeper(1, 2, seed)));
    ASSERT_TRUE(until([&] { return value_of(queue(*connection, soon())).pending.size() == 4; }));
    restart_engine();
    for (const divan::Run& run : waiting) expect_end(run, Errc::prompt_lost, 10s);
    expect_end(first, Errc::prompt_lost, 10s);
}

TEST_F(ReconnectionRunsTest, ARunBegunWhileTheServerIsAwaySaysSoAtOnce) {
    open();
    kill_engine();
    ASSERT_TRUE(until([&] { return connection->polls(); })) << "an attempt has failed";
    note_life();
    expect_end(begin(sleeper(0.1, 2)), Errc::connect_failed, 1s);
    EXPECT_EQ(heard, Names{"connect_failed"}) << "nothing was sent";
    start_engine();
    ASSERT_TRUE(comes_back());
    EXPECT_TRUE(value_of(history(*connection, HistoryPage{}, soon())).empty());
    expect_a_live_run();
}

TEST_F(ReconnectionRunsTest, APromptInDoubtRunsOnce) {
    faults("[[fault]]\nroute = \"POST /prompt\"\ndo = \"accept_then_reset\"\ntimes = 1\n");
    const auto result = finish(sleeper(0.2, 2));
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(value_of(history(*connection, HistoryPage{}, soon())).size(), 1U);
}

TEST_F(ReconnectionRunsTest, APromptInDoubtIsSentToTheServerThatCameBack) {
    open();
    faults("[[fault]]\nroute = \"POST /prompt\"\ndo = \"exit\"\n");
    const divan::Run run = begin(sleeper(0.2, 2));
    ASSERT_TRUE(until([&] { return engine->wait(0ms).has_value(); }));
    start_engine();
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    const auto all = value_of(history(*connection, HistoryPage{}, soon()));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().id, run.prompt_id()) << "under the id that it had from the beginning";
}

TEST_F(ReconnectionRunsTest, AResultThatWentWithTheServerIsNotMadeUp) {
    faults("[[fault]]\nmessage = \"execution_success\"\ndo = \"exit\"\n");
    note_life();
    const divan::Run run = begin(sleeper(0.2, 2));
    ASSERT_TRUE(until([&] { return engine->wait(0ms).has_value(); }));
    start_engine();
    expect_end(run, Errc::prompt_lost, 10s);
    EXPECT_EQ(heard.back(), "prompt_lost");
    EXPECT_EQ(std::ranges::count(heard, "finished"), 0);
}

TEST_F(ReconnectionRunsTest, ARunOutlivesAServerThatFreezes) {
    ConnectionConfig config = settings();
    config.ping_interval = 100ms;
    config.pong_timeout = config.greeting_timeout = config.read_timeout = 300ms;
    connect(std::move(config));
    note_life();
    const divan::Run run = begin(sleeper(1, 10));
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    engine->signal(SIGSTOP);
    ASSERT_TRUE(until([&] { return !connection->connected(); }));
    settle(1s);
    EXPECT_FALSE(run.done());
    engine->signal(SIGCONT);
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(heard.front(), "accepted");
    EXPECT_EQ(std::ranges::count(heard, "finished"), 1);
}

TEST_F(ReconnectionRunsTest, ARunThatIsReconnectedByHandGoesOn) {
    note_life();
    const divan::Run run = begin(sleeper(1, 10));
    for (int step = 1; step <= 3; ++step) {
        const auto before = run.progress().value;
        ASSERT_TRUE(until([&] { return run.done() || run.progress().value > before; }));
        connection->reconnect();
    }
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(std::ranges::count(heard, "finished"), 1);
    EXPECT_EQ(std::ranges::count(heard, "started"), 1);
}

TEST_F(ReconnectionRunsTest, SocketsThatAreCutAtEachStepChangeNothing) {
    LifecycleLog log{*connection};
    expect_all_well_beside("[[fault]]\nmessage = \"progress\"\ndo = \"cut\"\n");
    EXPECT_GE(log.count("disconnected"), 2);
    EXPECT_EQ(log.count("reconnecting"), log.count("disconnected"));
}

TEST_F(ReconnectionRunsTest, AnEndThatIsMissedIsFoundAfterwards) {
    expect_all_well_beside(
        "[[fault]]\nmessage = \"execution_success\"\ndo = \"lose\"\n[[fault]]\nmessage = \"executed\"\ndo = "
        "\"cut\"\n");
}

TEST_F(ReconnectionRunsTest, AStartThatIsMissedIsToldAllTheSame) {
    expect_all_well_beside("[[fault]]\nmessage = \"execution_start\"\ndo = \"cut\"\n");
}

TEST_F(ReconnectionRunsTest, AllEventsMissedTheResultIsTheSame) {
    expect_all_well_beside("[[fault]]\nmessage = \"*\"\ndo = \"lose\"\n");
}

TEST_F(ReconnectionRunsTest, EventsThatAreRepeatedAreToldOnce) {
    expect_all_well_beside("[[fault]]\nmessage = \"*\"\ndo = \"double\"\n");
}

TEST_F(ReconnectionRunsTest, EventsOfEarlierPromptsDoNotEndThisOne) {
    ASSERT_TRUE(finish(sleeper(0.05, 2, 3)));
    expect_all_well_beside(
        "[[fault]]\nmessage = \"execution_success\"\ndo = \"old_id\"\n[[fault]]\nmessage = \"executing\"\ndo "
        "= \"old_id\"\n");
}

TEST_F(ReconnectionRunsTest, EveryRunOfSeveralCyclesEndsRight) {
    open();
    for (int cycle = 1; cycle <= 3; ++cycle) {
        const divan::Run lost = begin_long(cycle * 10);
        const divan::Run waiting = begin(sleeper(0.1, 2, cycle * 10 + 1));
        ASSERT_TRUE(until([&] { return value_of(queue(*connection, soon())).pending.size() == 1; }));
        restart_engine();
        expect_end(lost, Errc::prompt_lost, 10s);
        expect_end(waiting, Errc::prompt_lost, 10s);
        expect_a_live_run(cycle);
    }
}

}  // namespace
}  // namespace divan
