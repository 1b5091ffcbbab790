#include <gtest/gtest.h>

#include <fmt/format.h>

#include <divan/json/write.hpp>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

constexpr std::string_view kWait = R"({
    "1": {"class_type": "Wait", "inputs": {"value": 1}},
    "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
constexpr std::string_view kSteps = R"({
    "1": {"class_type": "Steps", "inputs": {"steps": 3}},
    "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";

TEST(ExecutionInterrupt, EndsAWaitingNodeAtOnce) {
    Stage stage;
    stage.worker.start();
    stage.queue.put(prompt_item("w", kWait, {"9"}));
    ASSERT_TRUE(stage.sink.wait_for("executing"));
    stage.queue.request_interrupt();
    ASSERT_TRUE(stage.sink.wait_for("executing", 2));
    stage.worker.stop();
    EXPECT_EQ(stage.story(), "S(1) S(1) ES EC[] PS X(1) INT S(0) XN");
    const json::Object entry = stage.queue.history_of("w");
    EXPECT_EQ(json::text_or(*json::find(*json::find(entry, "w"), "status"), "status_str"), "error");
}

TEST(ExecutionInterrupt, IsLostWhenNothingRuns) {
    Stage stage;
    stage.queue.request_interrupt();
    EXPECT_EQ(stage.run(kSteps, {"9"}).find("INT"), std::string::npos);
}

TEST(ExecutionInterrupt, ComesWithTheNextNodeWhenTheFirstNeverAsks) {
    Stage stage;
    NodeClass deaf = *stage.registry.find("Number");
    deaf.name = "Deaf";
    deaf.run = [&](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> {
        stage.queue.interrupt = true;
        return NodeOutputs{};
    };
    stage.registry.add(std::move(deaf));
    EXPECT_EQ(stage.run(R"({"1": {"class_type": "Deaf", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})",
                        {"9"}),
              "S(1) S(1) ES EC[] PS X(1) PS PS X(9) INT S(0) XN");
    json::Object data = stage.last("execution_interrupted");
    data.erase("timestamp");
    EXPECT_EQ(json::write(data), R"({"prompt_id":"p1","node_id":"9","node_type":"Show","executed":["1"]})");
}

TEST(ExecutionInterrupt, DuringTheLastCallIsASuccess) {
    Stage stage;
    NodeClass deaf = *stage.registry.find("Show");
    deaf.name = "Deaf";
    deaf.run = [&](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> {
        stage.queue.interrupt = true;
        return NodeOutputs{};
    };
    stage.registry.add(std::move(deaf));
    EXPECT_EQ(stage.run(R"({"9": {"class_type": "Deaf", "inputs": {"value": 1}}})", {"9"}),
              "S(1) S(1) ES EC[] PS X(9) PS OK S(0) XN");
}

TEST(ExecutionInterrupt, KeepsWhatWasFinished) {
    OneFault hang{"9", 0, ExecutionFaults::Kind::hang};
    Stage stage{{}, &hang};
    stage.worker.start();
    stage.queue.put(prompt_item("a", kSteps, {"9"}));
    ASSERT_TRUE(stage.sink.wait_for("executing", 2));
    stage.queue.request_interrupt();
    ASSERT_TRUE(stage.sink.wait_for("execution_interrupted"));
    stage.sink.clear();
    stage.queue.put(prompt_item("b", kSteps, {"9"}));
    ASSERT_TRUE(stage.sink.wait_for("execution_success"));
    EXPECT_EQ(json::write(*json::find(stage.last("execution_cached"), "nodes")), R"(["1"])");
}

TEST(ExecutionInterrupt, IsBroadcastWithoutAClient) {
    Stage stage;
    NodeClass raising = *stage.registry.find("Show");
    raising.run = [](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> {
        NodeFailure failure;
        failure.interrupted = true;
        return tl::unexpected{failure};
    };
    stage.registry.add(std::move(raising));
    EXPECT_EQ(stage.run(R"({"9": {"class_type": "Show", "inputs": {"value": 1}}})", {"9"}, "{}"),
              "S(1) S(1) PS INT S(0)");
}

TEST(ExecutionFault, RaisesAtTheStepItWasPlannedFor) {
    OneFault fault{"1", 2, ExecutionFaults::Kind::raise};
    Stage stage{{}, &fault};
    EXPECT_EQ(stage.run(kSteps, {"9"}), "S(1) S(1) ES EC[] PS X(1) PS P ERR S(0) XN");
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"), "planned\n");
}

TEST(ExecutionFault, ExhaustsTheMemory) {
    OneFault fault{"1", 0, ExecutionFaults::Kind::out_of_memory};
    Stage stage{{}, &fault};
    stage.run(kSteps, {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_type"), "torch.OutOfMemoryError");
}

TEST(ExecutionFault, ChangesWhatANodeShows) {
    OneFault fault{"none", 0, ExecutionFaults::Kind::none};
    Stage stage{{}, &fault};
    stage.run(kSteps, {"9"});
    EXPECT_EQ(json::write(*json::find(stage.history(), "outputs")),
              R"({"9":{"shown":[3],"altered":[true]}})");
}

TEST(ExecutionFault, RestartsWithoutAWordOrATrace) {
    OneFault fault{"1", 1, ExecutionFaults::Kind::restart_empty};
    Stage stage{{}, &fault};
    EXPECT_EQ(stage.run(kSteps, {"9"}), "S(1) S(1) ES EC[] PS X(1)");
    EXPECT_EQ(stage.fatal, std::vector{ExecutionFaults::Kind::restart_empty});
    EXPECT_TRUE(stage.history().empty());
    stage.queue.forget();
    EXPECT_EQ(stage.run(kSteps, {"9"}).substr(0, 17), "S(1) S(1) ES EC[]");
}

TEST(ExecutionFault, RunsNothingMoreAfterTheProcessHasEnded) {
    OneFault fault{"1", 1, ExecutionFaults::Kind::exit_process};
    Stage stage{{}, &fault};
    stage.queue.put(prompt_item("a", kSteps, {"9"}));
    EXPECT_FALSE(stage.worker.run_next());
}

TEST(ExecutionWorker, StopsWithoutWaitingForTheRunningNode) {
    Stage stage;
    stage.worker.start();
    stage.queue.put(prompt_item("w", kWait, {"9"}));
    ASSERT_TRUE(stage.sink.wait_for("executing"));
    stage.worker.stop();
    EXPECT_EQ(stage.story(), "S(1) S(1) ES EC[] PS X(1)");
    EXPECT_TRUE(stage.queue.history(std::nullopt).empty());
}

TEST(ExecutionWorker, CountsThePromptsThatBegan) {
    Stage stage;
    stage.run(kSteps, {"9"});
    stage.run(kSteps, {"9"});
    EXPECT_EQ(stage.worker.prompts_run(), 2u);
}

TEST(ExecutionWorker, TellsWhichNodeRunsForWhom) {
    Stage stage;
    stage.worker.start();
    stage.queue.put(prompt_item("w", kWait, {"9"}));
    ASSERT_TRUE(stage.sink.wait_for("executing"));
    EXPECT_EQ(stage.queue.executing_node(), "1");
    EXPECT_EQ(stage.queue.executing_client(), "me");
    EXPECT_EQ(stage.queue.running_id(), "w");
}

TEST(ExecutionWorker, ForgetsTheNodeButNotTheClientAfterwards) {
    Stage stage;
    stage.run(kSteps, {"9"});
    EXPECT_EQ(stage.queue.executing_node(), std::nullopt);
    EXPECT_EQ(stage.queue.executing_client(), "me");
}

TEST(ExecutionHost, SendsProgressTextToEverySocket) {
    Stage stage;
    NodeClass telling = *stage.registry.find("Show");
    telling.run = [](const NodeInputs&, NodeHost& host) -> NodeResult<NodeOutputs> {
        host.progress_text("half way");
        return NodeOutputs{};
    };
    stage.registry.add(std::move(telling));
    EXPECT_EQ(stage.run(R"({"9": {"class_type": "Show", "inputs": {"value": 1}}})", {"9"}),
              "S(1) S(1) ES EC[] PS X(9) T PS OK S(0) XN");
    for (const OutMessage& message : stage.sink.messages())
        if (message.kind == OutMessage::Kind::progress_text) {
            EXPECT_FALSE(message.client);
            EXPECT_EQ(json::write(message.data), R"({"node":"9","text":"half way"})");
        }
}

}  // namespace
}  // namespace divan::engine
