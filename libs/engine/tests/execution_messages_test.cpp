#include <gtest/gtest.h>

#include <divan/json/write.hpp>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

constexpr std::string_view kSum = R"({
    "1": {"class_type": "Number", "inputs": {"value": 3}},
    "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": 4}},
    "9": {"class_type": "Show", "inputs": {"value": ["2", 0]}}})";

std::string text(const json::Value& value) { return json::write(value); }

std::string without_time(json::Object data) {
    data.erase("timestamp");
    return text(data);
}

TEST(ExecutionMessages, TellASuccessInTheOrderOfComfyUi) {
    Stage stage;
    EXPECT_EQ(stage.run(kSum, {"9"}), "S(1) S(1) ES EC[] PS X(1) PS PS X(2) PS PS X(9) D(9) PS OK S(0) XN");
}

TEST(ExecutionMessages, TellOnlyTheOutputsOfAFullyCachedPrompt) {
    Stage stage;
    stage.run(kSum, {"9"});
    EXPECT_EQ(stage.run(kSum, {"9"}), "S(1) S(1) ES EC[1,2,9] D(9) PS OK S(0) XN");
}

TEST(ExecutionMessages, RunOnlyWhatChangedAndWhatDependsOnIt) {
    Stage stage;
    stage.run(kSum, {"9"});
    const auto changed = R"({
        "1": {"class_type": "Number", "inputs": {"value": 3}},
        "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": 5}},
        "9": {"class_type": "Show", "inputs": {"value": ["2", 0]}}})";
    EXPECT_EQ(stage.run(changed, {"9"}), "S(1) S(1) ES EC[1] PS X(2) PS PS X(9) D(9) PS OK S(0) XN");
}

TEST(ExecutionMessages, ShowNullForACachedOutputWithoutUi) {
    Stage stage;
    const auto quiet = R"({"9": {"class_type": "Quiet", "inputs": {"value": 1}}})";
    stage.run(quiet, {"9"});
    EXPECT_EQ(stage.run(quiet, {"9"}), "S(1) S(1) ES EC[9] D(9) PS OK S(0) XN");
    EXPECT_EQ(text(stage.last("executed")),
              R"({"node":"9","display_node":"9","output":null,"prompt_id":"p2"})");
}

TEST(ExecutionMessages, TellAnEqualNodeAsCachedWhileThePromptRuns) {
    Stage stage;
    const auto twins = R"({
        "a": {"class_type": "Show", "inputs": {"value": 1}},
        "b": {"class_type": "Show", "inputs": {"value": 1}}})";
    EXPECT_EQ(stage.run(twins, {"a", "b"}), "S(1) S(1) ES EC[] PS X(a) D(a) PS D(b) PS OK S(0) XN");
    EXPECT_EQ(text(*json::find(*json::find(stage.history(), "meta"), "b")),
              R"({"node_id":"a","display_node":"a","parent_node":null,"real_node_id":"a"})");
}

TEST(ExecutionMessages, EndWithTheErrorOfAFailingNode) {
    Stage stage;
    const auto failing = R"({
        "1": {"class_type": "Fail", "inputs": {"value": 7, "type": "ValueError"}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
    EXPECT_EQ(stage.run(failing, {"9"}), "S(1) S(1) ES EC[] PS X(1) ERR S(0) XN");
    json::Object error = stage.last("execution_error");
    EXPECT_EQ(json::array_of(*json::find(error, "traceback"))->size(), 2u);
    error.insert_or_assign("traceback", json::Array{});
    EXPECT_EQ(
        without_time(error),
        R"({"prompt_id":"p1","node_id":"1","node_type":"Fail","executed":[],"exception_message":"it broke\n",)"
        R"("exception_type":"ValueError","traceback":[],"current_inputs":{"value":[7],"type":["ValueError"]},)"
        R"("current_outputs":["1","9"]})");
}

TEST(ExecutionMessages, AddTheTipsWhenTheMemoryIsExhausted) {
    Stage stage;
    const auto failing = R"({"9": {"class_type": "Show", "inputs": {"value": ["1", 0]}},
        "1": {"class_type": "Fail", "inputs": {"value": 7, "type": "torch.OutOfMemoryError"}}})";
    stage.run(failing, {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"),
              "it broke\nThis error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked "
              "before you "
              "might have accidentally set the batch_size to a large number.");
    EXPECT_EQ(stage.unloaded, 1);
}

TEST(ExecutionMessages, ReportEachStepBeforeTheNextMessage) {
    Stage stage;
    const auto steps = R"({"1": {"class_type": "Steps", "inputs": {"steps": 2}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
    EXPECT_EQ(stage.run(steps, {"9"}), "S(1) S(1) ES EC[] PS X(1) PS P PS P PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(text(stage.last("progress")), R"({"value":2,"max":2,"prompt_id":"p1","node":"1"})");
}

TEST(ExecutionMessages, HandThePreviewOutBeforeItsProgress) {
    Stage stage;
    const auto steps = R"({"1": {"class_type": "Steps", "inputs": {"steps": 1, "preview": true}},
        "9": {"class_type": "Quiet", "inputs": {"value": ["1", 0]}}})";
    EXPECT_EQ(stage.run(steps, {"9"}), "S(1) S(1) ES EC[] PS X(1) PS B P PS PS X(9) PS OK S(0) XN");
    for (const OutMessage& message : stage.sink.messages()) {
        if (message.kind != OutMessage::Kind::preview) continue;
        EXPECT_EQ(text(message.data), R"({"node_id":"1","prompt_id":"p1","display_node_id":"1",)"
                                      R"("parent_node_id":null,"real_node_id":"1"})");
    }
}

TEST(ExecutionMessages, LeavePreviewsOutWhenTheyAreOff) {
    ExecutorConfig config;
    config.previews = false;
    Stage stage{config};
    const auto steps = R"({"9": {"class_type": "Quiet", "inputs": {"value": ["1", 0]}},
        "1": {"class_type": "Steps", "inputs": {"steps": 1, "preview": true}}})";
    EXPECT_EQ(stage.run(steps, {"9"}).find('B'), std::string::npos);
}

TEST(ExecutionMessages, StartWithFloatsAndGoOnWithIntegers) {
    Stage stage;
    stage.run(R"({"9": {"class_type": "Quiet", "inputs": {"value": ["1", 0]}},
        "1": {"class_type": "Steps", "inputs": {"steps": 1}}})",
              {"9"});
    const auto states = stage.all("progress_state");
    EXPECT_EQ(
        json::write_python(states[0]),
        R"({"prompt_id": "p1", "nodes": {"1": {"value": 0.0, "max": 1.0, "state": "running", "node_id": "1", )"
        R"("prompt_id": "p1", "display_node_id": "1", "parent_node_id": null, "real_node_id": "1"}}})");
    EXPECT_NE(json::write_python(states[1]).find(R"("value": 1, "max": 1, "state": "running")"),
              std::string::npos);
    EXPECT_NE(json::write_python(states[2]).find(R"("value": 1, "max": 1, "state": "finished")"),
              std::string::npos);
}

TEST(ExecutionMessages, GoToEverybodyOrNobodyWithoutAClient) {
    Stage stage;
    const auto steps = R"({"9": {"class_type": "Show", "inputs": {"value": ["1", 0]}},
        "1": {"class_type": "Steps", "inputs": {"steps": 1}}})";
    EXPECT_EQ(stage.run(steps, {"9"}, "{}"), "S(1) S(1) PS PS P PS PS PS S(0)");
    for (const OutMessage& message : stage.sink.messages()) EXPECT_FALSE(message.client);
    EXPECT_EQ(json::array_of(*json::find(*json::find(stage.history(), "status"), "messages"))->size(), 3u);
}

TEST(ExecutionMessages, AreForTheClientOfThePrompt) {
    Stage stage;
    stage.run(kSum, {"9"});
    for (const OutMessage& message : stage.sink.messages())
        EXPECT_EQ(message.client, message.type == "status" ? std::nullopt : std::optional<std::string>{"me"});
}

TEST(ExecutionMessages, RunOnlyTheChosenOutputs) {
    Stage stage;
    const auto two = R"({
        "1": {"class_type": "Number", "inputs": {"value": 3}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}},
        "30": {"class_type": "Show", "inputs": {"value": 5}}})";
    EXPECT_EQ(stage.run(two, {"30"}), "S(1) S(1) ES EC[] PS X(30) D(30) PS OK S(0) XN");
    EXPECT_EQ(text(*json::find(stage.history(), "outputs")), R"({"30":{"shown":[5]}})");
}

TEST(ExecutionMessages, EndOnePromptBeforeTheNextBegins) {
    Stage stage;
    const auto quiet = R"({"9": {"class_type": "Quiet", "inputs": {"value": 1}}})";
    for (const auto* id : {"a", "b"}) stage.queue.put(prompt_item(id, quiet, {"9"}));
    stage.worker.run_next();
    stage.worker.run_next();
    EXPECT_EQ(stage.story(), "S(1) S(2) S(2) ES EC[] PS X(9) PS OK S(1) XN S(1) ES EC[9] D(9) PS OK S(0) XN");
}

}  // namespace
}  // namespace divan::engine
