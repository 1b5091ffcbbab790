#include <gtest/gtest.h>

#include <divan/json/write.hpp>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

std::string text(const json::Value& value) { return json::write(value); }

std::string outputs_of(const Stage& stage) { return text(*json::find(stage.history(), "outputs")); }

TEST(ExecutionLists, CallANodeOncePerElementAndReportOnce) {
    Stage stage;
    const auto lists = R"({
        "l": {"class_type": "MakeList", "inputs": {"count": 3}},
        "9": {"class_type": "Show", "inputs": {"value": ["l", 0]}}})";
    EXPECT_EQ(stage.run(lists, {"9"}), "S(1) S(1) ES EC[] PS X(l) PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":[1,2,3]}})");
}

TEST(ExecutionLists, RepeatTheLastElementOfAShorterList) {
    Stage stage;
    stage.run(R"({
        "a": {"class_type": "MakeList", "inputs": {"count": 3}},
        "b": {"class_type": "MakeList", "inputs": {"count": 2}},
        "s": {"class_type": "Add", "inputs": {"a": ["a", 0], "b": ["b", 0]}},
        "9": {"class_type": "Show", "inputs": {"value": ["s", 0]}}})",
              {"9"});
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":[2,4,5]}})");
}

TEST(ExecutionLists, GoWholeToANodeThatTakesLists) {
    Stage stage;
    stage.run(R"({
        "l": {"class_type": "MakeList", "inputs": {"count": 3}},
        "j": {"class_type": "JoinList", "inputs": {"values": ["l", 0]}},
        "9": {"class_type": "Show", "inputs": {"value": ["j", 0]}}})",
              {"9"});
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":["1;2;3;"]}})");
}

TEST(ExecutionLists, FailOnAnEmptyListBesideAnInputWithAnElement) {
    Stage stage;
    stage.run(R"({
        "l": {"class_type": "MakeList", "inputs": {"count": 0}},
        "s": {"class_type": "Add", "inputs": {"a": ["l", 0], "b": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["s", 0]}}})",
              {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_type"), "IndexError");
}

TEST(ExecutionLazy, TriesTheNodeAgainOnceItsWishIsThere) {
    Stage stage;
    const auto lazy = R"({
        "a": {"class_type": "Number", "inputs": {"value": 1}},
        "b": {"class_type": "Fail", "inputs": {"value": 2, "type": "ValueError"}},
        "c": {"class_type": "Choose", "inputs": {"which": 1, "on": ["a", 0], "off": ["b", 0]}},
        "9": {"class_type": "Show", "inputs": {"value": ["c", 0]}}})";
    EXPECT_EQ(stage.run(lazy, {"9"}),
              "S(1) S(1) ES EC[] PS X(c) PS X(a) PS PS X(c) PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":[1]}})");
}

TEST(ExecutionLazy, FailsWhenTheWishIsNoInput) {
    Stage stage;
    NodeClass greedy = *stage.registry.find("Choose");
    greedy.name = "Greedy";
    greedy.lazy = [](const NodeInputs&) { return std::vector<std::string>{"absent"}; };
    stage.registry.add(std::move(greedy));
    stage.run(R"({"c": {"class_type": "Greedy", "inputs": {"which": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["c", 0]}}})",
              {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"),
              "Node c says it needs input absent, but there is no input to that node at all\n");
}

constexpr std::string_view kTwice = R"({
    "1": {"class_type": "Number", "inputs": {"value": 21}},
    "x": {"class_type": "Twice", "inputs": {"value": ["1", 0]}},
    "9": {"class_type": "Show", "inputs": {"value": ["x", 0]}}})";

TEST(ExecutionExpansion, RunsTheInnerNodesUnderTheirParent) {
    Stage stage;
    EXPECT_EQ(stage.run(kTwice, {"9"}),
              "S(1) S(1) ES EC[] PS X(1) PS PS X(x) PS X(x.0.0.sum) PS PS X(x.0.0.show) D(x.0.0.show) PS "
              "PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":[42]},"x.0.0.show":{"shown":[42]}})");
    EXPECT_EQ(text(*json::find(*json::find(stage.history(), "meta"), "x.0.0.show")),
              R"({"node_id":"x.0.0.show","display_node":"x","parent_node":"x","real_node_id":"x"})");
}

TEST(ExecutionExpansion, ShowsInnerNodesAsTheirParent) {
    Stage stage;
    stage.run(kTwice, {"9"});
    EXPECT_EQ(text(stage.all("executing")[3]),
              R"({"node":"x.0.0.show","display_node":"x","prompt_id":"p1"})");
}

TEST(ExecutionExpansion, IsOneCachedNodeTheNextTime) {
    Stage stage;
    stage.run(kTwice, {"9"});
    EXPECT_EQ(stage.run(kTwice, {"9"}), "S(1) S(1) ES EC[1,x,9] D(9) PS OK S(0) XN");
    EXPECT_EQ(outputs_of(stage), R"({"9":{"shown":[42]}})");
}

TEST(ExecutionExpansion, FindsInnerResultsWhenTheParentRunsAgain) {
    Stage stage;
    const auto run_with = [&](std::string_view extra) {
        return stage.run(std::string{R"({"1": {"class_type": "Number", "inputs": {"value": 21}},
            "x": {"class_type": "Twice", "inputs": {"value": ["1", 0], "unused": )"} +
                             std::string{extra} +
                             R"(}}, "9": {"class_type": "Show", "inputs": {"value": ["x", 0]}}})",
                         {"9"});
    };
    run_with("1");
    EXPECT_EQ(run_with("2"), "S(1) S(1) ES EC[1] PS X(x) D(x.0.0.show) PS PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(stage.calls("Add"), 1);
}

TEST(ExecutionExpansion, NamesNestedNodesByTheirPath) {
    Stage stage;
    const auto nested = R"({
        "n": {"class_type": "Nest", "inputs": {"value": 4}},
        "9": {"class_type": "Show", "inputs": {"value": ["n", 0]}}})";
    EXPECT_EQ(stage.run(nested, {"9"}),
              "S(1) S(1) ES EC[] PS X(n) PS X(n.0.0.t) PS X(n.0.0.t.0.0.sum) PS PS X(n.0.0.t.0.0.show) "
              "D(n.0.0.t.0.0.show) PS PS PS PS X(9) D(9) PS OK S(0) XN");
    EXPECT_EQ(
        text(*json::find(*json::find(stage.history(), "meta"), "n.0.0.t.0.0.show")),
        R"({"node_id":"n.0.0.t.0.0.show","display_node":"n","parent_node":"n.0.0.t","real_node_id":"n"})");
}

TEST(ExecutionExpansion, BlamesTheNodeOfThePrompt) {
    Stage stage;
    NodeClass bad = *stage.registry.find("Nest");
    bad.name = "Bad";
    bad.run = [](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> {
        NodeOutputs outputs;
        outputs.slots.push_back({Datum{json::Value(json::Array{"f", 0})}});
        outputs.expand =
            parsed(R"({"f": {"class_type": "Fail", "inputs": {"value": 1, "type": "OSError"}}})");
        return outputs;
    };
    stage.registry.add(std::move(bad));
    stage.run(R"({"n": {"class_type": "Bad", "inputs": {"value": 4}},
        "9": {"class_type": "Show", "inputs": {"value": ["n", 0]}}})",
              {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "node_id"), "n");
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "node_type"), "Bad");
}

TEST(ExecutionBlocker, WithoutAMessageIsSilent) {
    Stage stage;
    const auto blocked = R"({
        "b": {"class_type": "Block", "inputs": {"message": ""}},
        "9": {"class_type": "Show", "inputs": {"value": ["b", 0]}}})";
    EXPECT_EQ(stage.run(blocked, {"9"}), "S(1) S(1) ES EC[] PS X(b) PS PS X(9) PS OK S(0) XN");
    EXPECT_EQ(stage.calls("Show"), 0);
}

TEST(ExecutionBlocker, WithAMessageTellsItOnceAndSucceeds) {
    Stage stage;
    const auto blocked = R"({
        "b": {"class_type": "Block", "inputs": {"message": "not today"}},
        "s": {"class_type": "Add", "inputs": {"a": ["b", 0], "b": 1}},
        "9": {"class_type": "Show", "inputs": {"value": ["s", 0]}}})";
    EXPECT_EQ(stage.run(blocked, {"9"}),
              "S(1) S(1) ES EC[] PS X(b) PS PS X(s) BLOCK PS PS X(9) PS OK S(0) XN");
    EXPECT_EQ(text(stage.last("execution_error")),
              R"({"prompt_id":"p1","node_id":"s","node_type":"Add","executed":["b"],)"
              R"("exception_message":"Execution Blocked: not today","exception_type":"ExecutionBlocked",)"
              R"("traceback":[],"current_inputs":[],"current_outputs":[]})");
    const json::Value status = *json::find(stage.history(), "status");
    EXPECT_EQ(json::array_of(*json::find(status, "messages"))->size(), 3u);
}

TEST(ExecutionCycle, AtRunTimeIsAnErrorThatHistoryCallsASuccess) {
    Stage stage;
    NodeClass circle = *stage.registry.find("Nest");
    circle.name = "Circle";
    circle.run = [](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> {
        NodeOutputs outputs;
        outputs.slots.push_back({Datum{json::Value(json::Array{"a", 0})}});
        outputs.expand = parsed(R"({"a": {"class_type": "Add", "inputs": {"a": ["b", 0], "b": 1}},
                                    "b": {"class_type": "Add", "inputs": {"a": ["a", 0], "b": 1}}})");
        return outputs;
    };
    stage.registry.add(std::move(circle));
    EXPECT_EQ(stage.run(R"({"n": {"class_type": "Circle", "inputs": {"value": 4}},
        "9": {"class_type": "Show", "inputs": {"value": ["n", 0]}}})",
                        {"9"}),
              "S(1) S(1) ES EC[] PS X(n) ERR S(0) XN");
    const json::Object error = stage.last("execution_error");
    EXPECT_EQ(json::text_or(error, "exception_type"), "graph.DependencyCycleError");
    EXPECT_EQ(json::text_or(error, "exception_message"), "Dependency cycle detected");
    EXPECT_EQ(json::text_or(error, "node_id"), "n");
    EXPECT_EQ(text(*json::find(error, "current_inputs")), "[]");
    EXPECT_EQ(json::text_or(*json::find(stage.history(), "status"), "status_str"), "success");
}

TEST(ExecutionPoison, AnUndeclaredLinkIsAnUnexpectedArgument) {
    Stage stage;
    stage.run(R"({"1": {"class_type": "Number", "inputs": {"value": 1}},
        "9": {"class_type": "Show", "inputs": {"value": 2, "extra": ["1", 0]}}})",
              {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"),
              "Show.execute() got an unexpected keyword argument 'extra'\n");
}

TEST(ExecutionPoison, ALinkToNowhereFailsThePromptAndNotTheEngine) {
    Stage stage;
    stage.run(R"({"9": {"class_type": "Show", "inputs": {"value": 2, "extra": ["nowhere", 0]}}})", {"9"});
    EXPECT_EQ(json::text_or(stage.last("execution_error"), "exception_message"), "Node nowhere not found\n");
    EXPECT_EQ(json::text_or(*json::find(stage.history(), "status"), "status_str"), "error");
}

TEST(ExecutionPoison, ANodeWithoutInputsThatNobodyUsesDoesNoHarm) {
    Stage stage;
    EXPECT_EQ(
        stage.run(R"({"8": {"class_type": "Number"}, "7": 5, "6": {"class_type": "Number", "inputs": []},
        "9": {"class_type": "Show", "inputs": {"value": 2}}})",
                  {"9"}),
        "S(1) S(1) ES EC[] PS X(9) D(9) PS OK S(0) XN");
}

}  // namespace
}  // namespace divan::engine
