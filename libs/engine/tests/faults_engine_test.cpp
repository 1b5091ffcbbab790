#include <gtest/gtest.h>

#include <future>
#include <thread>

#include <divan/json/parse.hpp>

#include "support/server_client.hpp"

namespace divan::engine {
namespace {

using namespace testing;
using namespace std::chrono_literals;

class FaultyEngine : public ::testing::Test {
protected:
    void use(const std::string& toml) {
        const auto reply = stage.post("/divan/faults", toml);
        ASSERT_EQ(reply.status, 200) << reply.body;
    }
    EngineStage stage;
};

TEST_F(FaultyEngine, QueuesThePromptAlthoughTheReplyIsLost) {
    use("[[fault]]\nroute = \"POST /prompt\"\ndo = \"accept_then_reset\"\ntimes = 1\n");
    net::HttpRequest request{
        "POST", "/api/prompt",
        R"({"prompt_id": "p", "prompt": {"1": {"class_type": "TrapValidate", "inputs": {"n": 1, "mode": "a"}}}})",
        "application/json"};
    const auto reply = stage.try_exchange(std::move(request));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::in_doubt);
    EXPECT_EQ(status_of(stage.wait_for_history("p")), "success");
}

TEST_F(FaultyEngine, Answers500AlthoughThePromptIsQueued) {
    use("[[fault]]\nroute = \"POST /prompt\"\ndo = \"accept_then_status\"\nstatus = 500\n");
    EXPECT_EQ(stage.submit(submission(small_prompt(), "", "p")).status, 500);
    EXPECT_EQ(status_of(stage.wait_for_history("p")), "success");
}

TEST_F(FaultyEngine, LosesAMessageAndCountsIt) {
    use("[[fault]]\nmessage = \"execution_success\"\ndo = \"lose\"\n");
    const auto socket = stage.listen("me");
    stage.submit(submission(small_prompt(), "me", "p"));
    stage.wait_for_history("p");
    socket->wait_for(13);
    EXPECT_TRUE(socket->wait_for_type("execution_success", 0s) == json::Value{});
    EXPECT_NE(stage.get("/divan/faults").body.find("\"struck\": 1"), std::string::npos);
}

TEST_F(FaultyEngine, RaisesInANode) {
    use("[[fault]]\nnode = \"EmptyImage\"\ndo = \"raise\"\ntext = \"made up\"\n");
    stage.submit(submission(small_prompt(), "", "p"));
    EXPECT_EQ(status_of(stage.wait_for_history("p")), "error");
    EXPECT_NE(stage.get("/history/p").body.find("made up"), std::string::npos);
}

TEST_F(FaultyEngine, HangsInANodeUntilItIsInterrupted) {
    use("[[fault]]\nnode = \"EmptyImage\"\ndo = \"hang\"\ntimes = 1\n");
    const auto socket = stage.listen("me");
    stage.submit(submission(small_prompt(), "me", "p"));
    socket->wait_for_type("executing");
    stage.post("/interrupt", std::string{"{}"});
    EXPECT_EQ(status_of(stage.wait_for_history("p")), "error");
}

TEST_F(FaultyEngine, PutsNanIntoTheOutput) {
    use("[[fault]]\nnode = \"PreviewImage\"\ndo = \"nan\"\n");
    stage.submit(submission(small_prompt(), "", "p"));
    stage.wait_for_history("p");
    EXPECT_NE(stage.get("/history/p").body.find("NaN, Infinity, -Infinity"), std::string::npos);
}

TEST_F(FaultyEngine, ShowsHistoryLate) {
    use("[[fault]]\nroute = \"GET /history/*\"\ndo = \"late\"\nfor = \"1h\"\n");
    const auto socket = stage.listen("me");
    stage.submit(submission(small_prompt(), "me", "p"));
    socket->wait_for_type("execution_success");
    stage.get("/prompt");
    EXPECT_EQ(stage.get("/history/p").body, "{}");
    use("");
    EXPECT_EQ(status_of(stage.wait_for_history("p")), "success");
}

TEST_F(FaultyEngine, CutsADownloadInTheMiddle) {
    ASSERT_TRUE(write_file(stage.base() / "output" / "a.txt", std::string(1'000, 'x')));
    use("[[fault]]\nroute = \"GET /view\"\ndo = \"cut\"\nbytes = 10\n");
    EXPECT_FALSE(stage.try_exchange({"GET", "/view?filename=a.txt"}));
}

TEST_F(FaultyEngine, SendsAShortFileThatLooksWhole) {
    ASSERT_TRUE(write_file(stage.base() / "output" / "a.txt", std::string(1'000, 'x')));
    use("[[fault]]\nroute = \"GET /view\"\ndo = \"wrong_length\"\nbytes = 10\n");
    EXPECT_EQ(stage.get("/view?filename=a.txt").body.size(), 10U);
}

TEST_F(FaultyEngine, SendsADownloadSlowly) {
    ASSERT_TRUE(write_file(stage.base() / "output" / "a.txt", std::string(1'000, 'x')));
    use("[[fault]]\nroute = \"GET /view\"\ndo = \"slow\"\nbytes_per_second = 5000\n");
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(stage.get("/view?filename=a.txt").body.size(), 1'000U);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 100ms);
}

TEST_F(FaultyEngine, AnswersWithAnotherPromptId) {
    use("[[fault]]\nroute = \"POST /prompt\"\ndo = \"wrong_id\"\n");
    const auto reply = stage.submit(submission(small_prompt(), "", "p"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(json::text_or(json::parse(reply.body).value(), "prompt_id"), "p");
}

TEST_F(FaultyEngine, DeafensASocketAfterItsGreeting) {
    use("[[fault]]\nconnect = true\ndo = \"deaf\"\n");
    const auto socket = stage.listen("me");
    socket->wait_for(1);
    stage.submit(submission(small_prompt(), "me", "p"));
    stage.wait_for_history("p");
    EXPECT_EQ(socket->heard().size(), 1U);
}

TEST_F(FaultyEngine, ForgetsEverythingWhenItRestartsEmpty) {
    stage.submit(submission(small_prompt(), "", "old"));
    stage.wait_for_history("old");
    const auto socket = stage.listen("me");
    socket->wait_for(1);
    use("[[fault]]\nroute = \"POST /free\"\ndo = \"restart_empty\"\nfor = \"20ms\"\ntimes = 1\n");
    EXPECT_FALSE(stage.try_exchange({"POST", "/free", "{}", "application/json"}));
    EXPECT_TRUE(socket->wait_until_gone());
    Result<net::HttpReply> reply = fail(Errc::timeout, "");
    for (int round = 0; round < 500 && !reply; ++round) {
        reply = stage.try_exchange({"GET", "/history"});
        if (!reply) std::this_thread::sleep_for(10ms);
    }
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->body, "{}");
    const auto again = stage.submit(submission(small_prompt(), "", "new"));
    EXPECT_EQ(again.body, R"({"prompt_id": "new", "number": 0, "node_errors": {}})");
    EXPECT_EQ(status_of(stage.wait_for_history("new")), "success");
}

TEST_F(FaultyEngine, RestartsEmptyInTheMiddleOfANode) {
    use("[[fault]]\nnode = \"PreviewImage\"\ndo = \"restart_empty\"\nfor = \"20ms\"\ntimes = 1\n");
    const auto socket = stage.listen("me");
    socket->wait_for(1);
    stage.submit(submission(small_prompt(), "me", "lost"));
    EXPECT_TRUE(socket->wait_until_gone());
    for (int round = 0; round < 500; ++round) {
        const auto reply = stage.try_exchange({"GET", "/queue"});
        if (reply && reply->body == R"({"queue_running": [], "queue_pending": []})") break;
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(stage.get("/history/lost").body, "{}");
}

TEST_F(FaultyEngine, RefusesABrokenPlanAndKeepsTheOldOne) {
    use("[[fault]]\nmessage = \"executed\"\ndo = \"lose\"\n");
    const auto reply =
        stage.post("/divan/faults", std::string{"[[fault]]\nmessage = \"x\"\ndo = \"nothing\"\n"});
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.body.find("fault[0].do"), std::string::npos);
    EXPECT_NE(stage.get("/divan/faults").body.find("executed"), std::string::npos);
}

TEST(FaultControl, IsNotThereUnlessItIsAskedFor) {
    EngineConfig config;
    EngineStage stage{config};
    EXPECT_EQ(stage.get("/divan/faults").status, 404);
    EXPECT_EQ(stage.post("/divan/faults", std::string{}).status, 404);
}

TEST(FaultExit, CallsTheHookInsteadOfEndingTheProcess) {
    std::promise<void> gone;
    EngineConfig config = EngineStage::test_config();
    config.on_exit_fault = [&] { gone.set_value(); };
    EngineStage stage{config};
    stage.post("/divan/faults", std::string{"[[fault]]\nnode = \"EmptyImage\"\ndo = \"exit\"\n"});
    stage.submit(submission(small_prompt(), "", "p"));
    EXPECT_EQ(gone.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_FALSE(stage.try_exchange({"GET", "/prompt"}));
}

TEST(EngineStart, RefusesABadFaultsFileWithAllItsProblems) {
    TemporaryFolder folder{"divan-engine-test"};
    EngineConfig config;
    config.base = folder.path() / "base";
    config.faults_file = folder.path() / "faults.toml";
    ASSERT_TRUE(write_file(config.faults_file, "[[fault]]\nroute = \"POST\"\ndo = \"nothing\"\n"));
    Logger silent;
    Engine engine{config, silent};
    const auto started = engine.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, Errc::invalid_argument);
    EXPECT_FALSE(started.error().fact("fault[0].route").empty());
    EXPECT_FALSE(started.error().fact("fault[0].do").empty());
}

TEST(EngineStart, RefusesAPortThatIsTaken) {
    EngineStage first;
    EngineConfig config;
    config.port = first.engine().port();
    Logger silent;
    Engine second{config, silent};
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, Errc::io_failed);
}

TEST(EngineStart, TakesATemporaryFolderWhenItIsGivenNone) {
    Logger silent;
    EngineConfig config;
    Engine engine{config, silent};
    ASSERT_TRUE(engine.start());
    EXPECT_NE(engine.port(), 0);
    engine.stop();
    engine.stop();
}

}  // namespace
}  // namespace divan::engine
