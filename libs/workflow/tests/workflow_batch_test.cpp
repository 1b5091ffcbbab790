#include <gtest/gtest.h>

#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;

std::vector<std::string> problems_of(const Error& error) {
    std::vector<std::string> all;
    for (const auto& [key, value] : error.context)
        if (key == "problem") all.push_back(value);
    return all;
}

TEST(WorkflowBatch, SetsSeveralInputsOfOneNode) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set_inputs("KSampler", {{"steps", 30}, {"cfg", 4.5}, {"sampler_name", "lcm"}}));
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "steps"), 30);
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "cfg"), 4.5);
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "sampler_name"), "lcm");
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "scheduler"), "normal") << "the others stay";
}

TEST(WorkflowBatch, SetsInputsOfSeveralNodesByAnyReference) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set_inputs({{"3", {{"steps", 8}}},
                                     {"#Positive prompt", {{"text", "an owl"}}},
                                     {"EmptyLatentImage", {{"width", 896}, {"height", 1152}}}}));
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "steps"), 8);
    EXPECT_EQ(*workflow.get(NodeId{"6"}, "text"), "an owl");
    EXPECT_EQ(*workflow.get(NodeId{"5"}, "height"), 1152);
}

TEST(WorkflowBatch, KeepsBigIntegersExact) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set_inputs("3", {{"seed", UINT64_MAX}}));
    EXPECT_NE(workflow.to_json().find("18446744073709551615"), std::string::npos);
}

TEST(WorkflowBatch, ReportsEveryProblemAndChangesNothing) {
    auto workflow = red_fox();
    const auto done = workflow.set_inputs(
        {{"3", {{"steps", 8}, {"stepz", 9}}}, {"99", {{"x", 1}}}, {"6", "no object"}, {"CLIPTextEncode", {}}},
        NewInputs::refuse);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::unknown_input) << "of the first problem";
    EXPECT_EQ(problems_of(done.error()),
              (std::vector<std::string>{"node '3' has no input 'stepz'", "there is no node '99'",
                                        "the inputs of node '6' are no object but a string",
                                        "2 nodes are called 'CLIPTextEncode'"}));
    EXPECT_NE(done.error().hint.find("did you mean 'steps'?"), std::string::npos) << describe(done.error());
    EXPECT_EQ(workflow, red_fox());
}

TEST(WorkflowBatch, LeavesASingleProblemAsItIs) {
    auto workflow = red_fox();
    const auto refused = workflow.set_inputs("3", {{"stepz", 9}, {"cfg", 1}}, NewInputs::refuse);
    EXPECT_EQ(refused.error().message, "node '3' has no input 'stepz'");
    EXPECT_TRUE(problems_of(refused.error()).empty());
    EXPECT_EQ(workflow, red_fox());
}

TEST(WorkflowBatch, AddsInputsUnlessThatIsRefused) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set_inputs("3", {{"extra", 1}}));
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "extra"), 1);
    EXPECT_FALSE(workflow.has(NodeId{"99"}));
    EXPECT_EQ(workflow.set_inputs("99", {{"x", 1}}).error().code, Errc::unknown_node);
}

TEST(WorkflowBatch, MakesNodesWhereThatIsAllowed) {
    Workflow workflow;
    ASSERT_TRUE(workflow.set_inputs({{"1", {{"text", "a"}}}, {"12:5", {{"x", 1}}}}, NewInputs::allow_nodes));
    EXPECT_EQ(workflow.to_json(), R"({"1":{"inputs":{"text":"a"}},"12:5":{"inputs":{"x":1}}})");
    ASSERT_TRUE(workflow.set("7.inputs.cfg", 4, NewInputs::allow_nodes));
    ASSERT_TRUE(workflow.set("7.steps", 9, NewInputs::allow_nodes));
    EXPECT_EQ(workflow.inputs(NodeId{"7"})->size(), 2U);
    EXPECT_EQ(workflow.set("#No title.x", 1, NewInputs::allow_nodes).error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.set_inputs("", {{"x", 1}}, NewInputs::allow_nodes).error().code, Errc::unknown_node);
}

TEST(WorkflowBatch, MakesTheInputsObjectOfANodeThatHasNone) {
    auto workflow =
        Workflow::parse(R"({"1": {"class_type": "A"}, "2": {"class_type": "A", "inputs": 7}})").value();
    ASSERT_TRUE(workflow.set_inputs({{"1", {{"x", 1}}}, {"2", {{"x", 2}}}}));
    EXPECT_EQ(workflow.to_json(),
              R"({"1":{"class_type":"A","inputs":{"x":1}},"2":{"class_type":"A","inputs":{"x":2}}})");
}

TEST(WorkflowBatch, RefusesAnInputThatIsSetTwiceThroughTwoNames) {
    auto workflow = red_fox();
    const auto refused = workflow.set_inputs({{"3", {{"cfg", 1}}}, {"KSampler", {{"cfg", 2}}}});
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow, red_fox());
    EXPECT_TRUE(workflow.set_inputs({{"3", {{"cfg", 1}}}, {"KSampler", {{"steps", 2}}}}));
}

TEST(WorkflowBatch, RefusesAnInputWithoutAName) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.set_inputs("3", {{"", 1}}).error().code, Errc::invalid_argument);
}

TEST(WorkflowBatch, ChecksAnAddressWithoutSettingIt) {
    const auto workflow = red_fox();
    EXPECT_TRUE(workflow.check_address("6.text"));
    EXPECT_TRUE(workflow.check_address("6.new"));
    EXPECT_EQ(workflow.check_address("6.new", NewInputs::refuse).error().code, Errc::unknown_input);
    EXPECT_EQ(workflow.check_address("99.new").error().code, Errc::unknown_node);
    EXPECT_TRUE(workflow.check_address("99.new", NewInputs::allow_nodes));
    EXPECT_EQ(workflow.check_address("99", NewInputs::allow_nodes).error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace divan
