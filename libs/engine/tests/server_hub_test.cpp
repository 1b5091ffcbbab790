#include <gtest/gtest.h>

#include <thread>

#include <divan/json/parse.hpp>

#include "server/frame.hpp"
#include "support/server_client.hpp"

namespace divan::engine {
namespace {

using namespace testing;
using namespace std::chrono_literals;

constexpr const char* kWantsMetadata =
    R"({"type": "feature_flags", "data": {"supports_preview_metadata": true}})";

TEST(ServerHub, AnswersFeatureFlagsOnlyInTheFirstObject) {
    EngineStage stage;
    const auto early = stage.listen("early"), late = stage.listen("late");
    early->send("[1]");
    early->send("{broken");
    early->send(kWantsMetadata);
    late->send("{}");
    late->send(kWantsMetadata);
    EXPECT_TRUE(json::find(early->wait_for_type("feature_flags"), "max_upload_size"));
    stage.submit(submission(small_prompt(), "late"));
    late->wait_for_type("execution_success");
    EXPECT_TRUE(late->wait_for_type("feature_flags", 0s) == json::Value{});
}

TEST(ServerHub, MakesASidOfThirtyTwoDigitsForAClientWithoutOne) {
    EngineStage stage;
    const auto socket = stage.listen("");
    EXPECT_EQ(json::text_or(socket->wait_for_type("status"), "sid").size(), 32U);
}

TEST(ServerHub, LetsASecondSocketTakeOverASid) {
    EngineStage stage;
    const auto first = stage.listen("same");
    first->wait_for(1);
    const auto second = stage.listen("same");
    second->wait_for(1);
    stage.submit(submission(small_prompt(), "same"));
    EXPECT_FALSE(second->wait_for_type("execution_success") == json::Value{});
    EXPECT_EQ(first->heard().size(), 1U);
}

TEST(ServerHub, DeafensTheSecondSocketWhenTheFirstOneCloses) {
    EngineStage stage;
    const auto first = stage.listen("same");
    first->wait_for(1);
    const auto second = stage.listen("same");
    second->wait_for(1);
    const auto onlooker = stage.listen("onlooker");
    first->close();
    // The server takes notice of the close before it reads the next request, or shortly after: ask until it
    // has.
    for (int round = 0; round < 200 && second->heard().size() < 2; ++round) {
        stage.submit(submission(small_prompt(round), "same", "p" + std::to_string(round)));
        stage.wait_for_history("p" + std::to_string(round));
        const std::size_t before = second->heard().size();
        stage.submit(submission(small_prompt(1'000 + round), "same", "q" + std::to_string(round)));
        stage.wait_for_history("q" + std::to_string(round));
        if (second->heard().size() == before) break;
    }
    const std::size_t heard = second->heard().size();
    stage.submit(submission(small_prompt(5'000), "same", "last"));
    stage.wait_for_history("last");
    EXPECT_EQ(second->heard().size(), heard);
    EXPECT_GT(onlooker->wait_for(3).size(), 2U);
}

TEST(ServerHub, TellsAReconnectingClientWhichNodeRuns) {
    EngineStage stage;
    auto first = stage.listen("me");
    stage.submit(submission(sleepy_prompt(30, 300), "me", "long"));
    first->wait_for_type("executing");
    first->close();
    const auto second = stage.listen("me");
    EXPECT_EQ(json::text_or(second->wait_for_type("executing"), "node"), "a");
    stage.post("/interrupt", std::string{"{}"});
    stage.wait_for_history("long");
}

TEST(ServerHub, SendsLogLinesToSubscribers) {
    EngineStage stage;
    const auto socket = stage.listen("reader");
    socket->wait_for(1);
    net::HttpRequest request{"PATCH", "/internal/logs/subscribe",
                             R"({"clientId": "reader", "enabled": true})", "application/json"};
    EXPECT_EQ(stage.exchange(std::move(request)).status, 200);
    stage.submit(submission(small_prompt()));
    const json::Value logs = socket->wait_for_type("logs");
    ASSERT_TRUE(json::find(logs, "entries"));
    EXPECT_EQ(json::text_or((*json::array_of(*json::find(logs, "entries")))[0], "m"), "got prompt\n");
}

TEST(ServerHub, RunsPromptsWhileASocketIsNotRead) {
    EngineStage stage;
    const auto socket = stage.listen("reader");
    for (int count = 0; count < 20; ++count)
        stage.submit(submission(sleepy_prompt(0.01, 5, true, count), "reader", "p" + std::to_string(count)));
    stage.wait_for_history("p19");
    EXPECT_EQ(stage.engine().prompts_run(), 20U);
}

TEST(ServerFrame, LaysBinaryEventsOutInBigEndianWords) {
    using namespace std::string_literals;
    EXPECT_EQ(plain_preview_frame("JJ", false), "\0\0\0\1\0\0\0\1JJ"s);
    EXPECT_EQ(plain_preview_frame("PP", true), "\0\0\0\1\0\0\0\2PP"s);
    EXPECT_EQ(progress_text_frame("12", "hi"),
              "\0\0\0\3\0\0\0\2"
              "12hi"s);
    EXPECT_EQ(metadata_preview_frame({{"node_id", "1"}}, "JJ", false).substr(0, 8), "\0\0\0\4\0\0\0\x2C"s);
}

}  // namespace
}  // namespace divan::engine
