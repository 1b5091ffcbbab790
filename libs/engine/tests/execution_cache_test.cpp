#include <gtest/gtest.h>

#include <fmt/format.h>

#include <divan/json/write.hpp>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

std::string number_and_show(std::string_view value, std::string_view id = "1") {
    return fmt::format(R"({{"{0}": {{"class_type": "Number", "inputs": {{"value": {1}}}}},
        "9": {{"class_type": "Show", "inputs": {{"value": ["{0}", 0]}}}}}})",
                       id, value);
}

std::string cached_of(const Stage& stage) {
    return json::write(*json::find(stage.last("execution_cached"), "nodes"));
}

ExecutorConfig with_cache(ExecutorConfig::Cache cache, std::size_t lru_size = 0) {
    ExecutorConfig config;
    config.cache = cache;
    config.lru_size = lru_size;
    return config;
}

TEST(ExecutionCache, ForgetsWhatTheLastPromptLacked) {
    Stage stage;
    stage.run(number_and_show("1"), {"9"});
    stage.run(number_and_show("2"), {"9"});
    stage.run(number_and_show("1"), {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
    EXPECT_EQ(stage.calls("Number"), 3);
}

TEST(ExecutionCache, KeepsOlderPromptsWithLru) {
    Stage stage{with_cache(ExecutorConfig::Cache::lru, 10)};
    stage.run(number_and_show("1"), {"9"});
    stage.run(number_and_show("2"), {"9"});
    stage.run(number_and_show("1"), {"9"});
    EXPECT_EQ(cached_of(stage), R"(["1","9"])");
}

TEST(ExecutionCache, DropsTheOldestOnceLruIsFull) {
    Stage stage{with_cache(ExecutorConfig::Cache::lru, 2)};
    for (const auto* value : {"1", "2", "3", "1"}) stage.run(number_and_show(value), {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
}

TEST(ExecutionCache, RunsAnExpansionAlsoWithLru) {
    Stage stage{with_cache(ExecutorConfig::Cache::lru, 10)};
    const auto twice = R"({"x": {"class_type": "Twice", "inputs": {"value": 21}},
        "9": {"class_type": "Show", "inputs": {"value": ["x", 0]}}})";
    stage.run(twice, {"9"});
    EXPECT_EQ(stage.run(twice, {"9"}), "S(1) S(1) ES EC[x,9] D(9) PS OK S(0) XN");
}

TEST(ExecutionCache, OffRunsEverythingEachTime) {
    Stage stage{with_cache(ExecutorConfig::Cache::none)};
    const std::string once = stage.run(number_and_show("1"), {"9"});
    EXPECT_EQ(stage.run(number_and_show("1"), {"9"}), once);
    EXPECT_EQ(stage.calls("Number"), 2);
}

TEST(ExecutionCache, OffLosesTheUiOfAnOutputNodeThatFeedsAnother) {
    Stage stage{with_cache(ExecutorConfig::Cache::none)};
    NodeClass both = *stage.registry.find("Show");
    both.name = "Both";
    both.run = [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
        NodeOutputs outputs;
        outputs.slots.push_back({*inputs.find("value")});
        outputs.ui = parsed(R"({"both": [1]})");
        return outputs;
    };
    stage.registry.add(std::move(both));
    stage.run(R"({"1": {"class_type": "Both", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})",
              {"1", "9"});
    EXPECT_EQ(stage.all("executed").size(), 2u);
    EXPECT_EQ(json::write(*json::find(stage.history(), "outputs")), R"({"9":{"shown":[1]}})");
}

TEST(ExecutionCache, OffCannotExpand) {
    Stage stage{with_cache(ExecutorConfig::Cache::none)};
    stage.run(R"({"x": {"class_type": "Twice", "inputs": {"value": 21}},
        "9": {"class_type": "Show", "inputs": {"value": ["x", 0]}}})",
              {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_type"), "KeyError");
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"), "'x.0.0.sum'\n");
}

TEST(ExecutionCache, IsBlindToNodeIds) {
    Stage stage;
    stage.run(number_and_show("1", "first"), {"9"});
    stage.run(number_and_show("1", "second"), {"9"});
    EXPECT_EQ(cached_of(stage), R"(["second","9"])");
}

TEST(ExecutionCache, TakesOneAndOnePointZeroAndTrueForEqual) {
    Stage stage;
    stage.run(number_and_show("1"), {"9"});
    stage.run(number_and_show("1.0"), {"9"});
    EXPECT_EQ(cached_of(stage), R"(["1","9"])");
    stage.run(number_and_show("true"), {"9"});
    EXPECT_EQ(cached_of(stage), R"(["1","9"])");
}

TEST(ExecutionCache, NeverFindsNaNAgain) {
    Stage stage;
    stage.run(number_and_show("NaN"), {"9"});
    EXPECT_EQ(json::text_or(*json::find(stage.history(), "status"), "status_str"), "success");
    stage.run(number_and_show("NaN"), {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
}

TEST(ExecutionCache, RunsANodeAgainWhenItSaysItChanged) {
    Stage stage;
    const auto ticking = R"({"1": {"class_type": "Ticking", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
    stage.run(ticking, {"9"});
    stage.run(ticking, {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
    EXPECT_EQ(stage.calls("Ticking.is_changed"), 2);
}

TEST(ExecutionCache, HonoursTheChangeMarkThatAClientSent) {
    Stage stage;
    const auto marked = R"({"1": {"class_type": "Ticking", "inputs": {"value": 1}, "is_changed": [5]},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
    stage.run(marked, {"9"});
    stage.run(marked, {"9"});
    EXPECT_EQ(cached_of(stage), R"(["1","9"])");
    EXPECT_EQ(stage.calls("Ticking.is_changed"), 0);
}

TEST(ExecutionCache, TakesAFailedQuestionForAChange) {
    Stage stage;
    const auto frozen = R"({"1": {"class_type": "Frozen", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})";
    stage.run(frozen, {"9"});
    stage.run(frozen, {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
    EXPECT_EQ(stage.log.front(), "WARNING: no");
}

TEST(ExecutionCache, WritesTheChangeMarkIntoThePromptOfTheWorkerOnly) {
    Stage stage;
    std::string seen;
    NodeClass spy = *stage.registry.find("Show");
    spy.name = "Spy";
    spy.run = [&](const NodeInputs&, NodeHost& host) -> NodeResult<NodeOutputs> {
        seen = json::write(*json::find(host.prompt(), "1"));
        return NodeOutputs{};
    };
    stage.registry.add(std::move(spy));
    stage.run(R"({"1": {"class_type": "Ticking", "inputs": {"value": 1}},
        "9": {"class_type": "Spy", "inputs": {"value": ["1", 0]}}})",
              {"9"});
    EXPECT_EQ(seen, R"({"class_type":"Ticking","inputs":{"value":1},"is_changed":[1]})");
    EXPECT_EQ(json::write(*json::find(stage.history(), "prompt")).find("is_changed"), std::string::npos);
}

TEST(ExecutionCache, IsEmptyAfterMemoryWasFreed) {
    Stage stage;
    stage.run(number_and_show("1"), {"9"});
    stage.queue.request_free(true, true);
    stage.worker.run_next();
    stage.run(number_and_show("1"), {"9"});
    EXPECT_EQ(cached_of(stage), "[]");
    EXPECT_EQ(stage.unloaded, 1);
}

TEST(ExecutionCache, StaysWhenOnlyModelsAreUnloaded) {
    Stage stage;
    stage.run(number_and_show("1"), {"9"});
    stage.queue.request_free(true, false);
    stage.worker.run_next();
    stage.run(number_and_show("1"), {"9"});
    EXPECT_EQ(cached_of(stage), R"(["1","9"])");
}

TEST(ExecutionInstance, RemembersWhileItsNodeIsInEveryPrompt) {
    Stage stage;
    const auto memory = [](int value) {
        return fmt::format(R"({{"9": {{"class_type": "Memory", "inputs": {{"value": {}}}}}}})", value);
    };
    stage.run(memory(1), {"9"});
    stage.run(memory(2), {"9"});
    EXPECT_EQ(json::write(*json::find(stage.history(), "outputs")), R"({"9":{"shown":["xx"]}})");
    stage.run(number_and_show("1"), {"9"});
    stage.run(memory(3), {"9"});
    EXPECT_EQ(json::write(*json::find(stage.history(), "outputs")), R"({"9":{"shown":["x"]}})");
}

TEST(ExecutionHistory, ShowsTheUiOfNodesThatWereNotChosenThisTime) {
    Stage stage;
    const auto two = R"({"8": {"class_type": "Show", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": 2}}})";
    stage.run(two, {"8", "9"});
    stage.run(two, {"9"});
    EXPECT_EQ(json::write(*json::find(stage.history(), "outputs")),
              R"({"8":{"shown":[1]},"9":{"shown":[2]}})");
}

}  // namespace
}  // namespace divan::engine
