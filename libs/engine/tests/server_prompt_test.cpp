#include <gtest/gtest.h>

#include <divan/json/parse.hpp>

#include "support/server_client.hpp"

namespace divan::engine {
namespace {

using namespace testing;

json::Value body_of(const net::HttpReply& reply) { return json::parse(reply.body).value_or(json::Value{}); }

std::string number_of(EngineStage& stage, const std::string& body) {
    const json::Value reply = body_of(stage.post("/prompt", body));
    const json::Value* number = json::find(reply, "number");
    return number ? json::number_text(*number) : "";
}

std::string with_prompt(const std::string& rest) {
    return R"({"prompt": {"1": {"class_type": "TrapValidate", "inputs": {"n": 1, "mode": "a"}}})" + rest +
           "}";
}

TEST(ServerPrompt, RunsAPromptAndShowsItInHistory) {
    EngineStage stage;
    const auto reply = stage.submit(submission(small_prompt(), "", "p-1"));
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.body, R"({"prompt_id": "p-1", "number": 0, "node_errors": {}})");
    const json::Value entry = stage.wait_for_history("p-1");
    EXPECT_EQ(status_of(entry), "success");
    EXPECT_EQ(stage.engine().prompts_run(), 1U);
}

TEST(ServerPrompt, CountsRefusedPromptsToo) {
    EngineStage stage;
    EXPECT_EQ(stage.post("/prompt", "{}").status, 400);
    EXPECT_EQ(number_of(stage, with_prompt("")), "1");
}

TEST(ServerPrompt, NegatesTheCounterForFront) {
    EngineStage stage;
    EXPECT_EQ(number_of(stage, with_prompt(R"(, "front": true)")), "0");
    EXPECT_EQ(number_of(stage, with_prompt(R"(, "front": "no")")), "-1");
}

TEST(ServerPrompt, TakesAnOwnNumberAsFloatWithoutCounting) {
    EngineStage stage;
    EXPECT_EQ(number_of(stage, with_prompt(R"(, "number": "1.5")")), "1.5");
    EXPECT_EQ(number_of(stage, with_prompt(R"(, "number": 5)")), "5.0");
    EXPECT_EQ(number_of(stage, with_prompt("")), "0");
    EXPECT_EQ(stage.post("/prompt", with_prompt(R"(, "number": null)")).status, 500);
}

TEST(ServerPrompt, MakesATextOfAnyPromptId) {
    EngineStage stage;
    EXPECT_EQ(json::text_or(body_of(stage.post("/prompt", with_prompt(R"(, "prompt_id": 42)"))), "prompt_id"),
              "42");
    EXPECT_EQ(
        json::text_or(body_of(stage.post("/prompt", with_prompt(R"(, "prompt_id": null)"))), "prompt_id"),
        "None");
}

TEST(ServerPrompt, RunsBothPromptsOfOneId) {
    EngineStage stage;
    stage.submit(submission(small_prompt(1), "", "twin"));
    stage.wait_for_history("twin");
    EXPECT_EQ(stage.submit(submission(small_prompt(2), "", "twin")).status, 200);
    stage.submit(submission(small_prompt(3), "", "after"));
    stage.wait_for_history("after");
    EXPECT_EQ(stage.engine().prompts_run(), 3U);
}

TEST(ServerPrompt, RefusesWhatWouldEndARealWorkerAndGoesOn) {
    EngineStage stage;
    const std::string bad_node =
        R"({"prompt": {"1": {"class_type": "TrapValidate", "inputs": {"n": 1, "mode": "a"}},
                                                "2": {"class_type": "EmptyImage"}}})";
    const std::string bad_link =
        R"({"prompt": {"1": {"class_type": "TrapValidate", "inputs": {"n": 1, "mode": "a", "odd": ["9", 0]}}}})";
    for (const std::string& poison :
         {with_prompt(R"(, "extra_data": null)"), with_prompt(R"(, "client_id": {})"), bad_node, bad_link})
        EXPECT_EQ(stage.post("/prompt", poison).status, 500) << poison;
    stage.submit(submission(small_prompt(), "", "well"));
    EXPECT_FALSE(stage.wait_for_history("well") == json::Value{});
}

TEST(ServerPrompt, AnswersBodiesThatAreNoPromptLikePython) {
    EngineStage stage;
    for (const char* body : {"[]", R"("x")", "{}", R"({"client_id": "a"})", R"({"prompt": []})"})
        EXPECT_EQ(stage.post("/prompt", body).status, 400) << body;
    for (const char* body :
         {"", "{bad", "1", "null", R"(["prompt"])", R"({"prompt": null})", R"({"prompt": [1]})"})
        EXPECT_EQ(stage.post("/prompt", body).status, 500) << body;
}

TEST(ServerPrompt, TellsTheQueueLengthAndClearsIt) {
    EngineStage stage;
    stage.submit(submission(sleepy_prompt(30, 300), "", "long"));
    for (int seed = 1; seed < 4; ++seed) stage.submit(submission(sleepy_prompt(30, 300, false, seed)));
    EXPECT_EQ(stage.get("/prompt").body, R"({"exec_info": {"queue_remaining": 4}})");
    EXPECT_EQ(stage.post("/queue", R"({"clear": true})").status, 200);
    EXPECT_EQ(stage.get("/api/prompt").body, R"({"exec_info": {"queue_remaining": 1}})");
    stage.post("/interrupt", R"({"prompt_id": "long"})");
    const json::Value entry = stage.wait_for_history("long");
    EXPECT_EQ(status_of(entry), "error");
}

TEST(ServerPrompt, InterruptsNothingWhenAnotherPromptIsNamed) {
    EngineStage stage;
    stage.submit(submission(sleepy_prompt(0.3, 3), "", "mine"));
    EXPECT_EQ(stage.post("/interrupt", R"({"prompt_id": "other"})").status, 200);
    const json::Value entry = stage.wait_for_history("mine");
    EXPECT_EQ(status_of(entry), "success");
}

TEST(ServerPrompt, StopsWithPromptsStillWaiting) {
    EngineStage stage;
    for (int seed = 0; seed < 3; ++seed) stage.submit(submission(sleepy_prompt(60, 600, true, seed)));
    stage.engine().stop();
    EXPECT_LE(stage.engine().prompts_run(), 1U);
}

}  // namespace
}  // namespace divan::engine
