#include <gtest/gtest.h>

#include <divan/workflow/validate.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

PromptVerdict judge(const Workflow& workflow, const ValidateOptions& options = {}) {
    return validate_prompt(workflow.to_value(), test::catalogue(), options);
}

Workflow good() {
    auto workflow = test::red_fox();
    EXPECT_TRUE(workflow.set("3.seed", 1));
    return workflow;
}

std::string first_error(const PromptVerdict& verdict, const char* node) {
    const auto* entry = json::find(verdict.node_errors, node);
    return entry ? json::text_or((*json::array_of(*json::find(*entry, "errors")))[0], "type") : "none";
}

TEST(ValidatePrompt, AcceptsAGoodWorkflowAndNamesItsOutputs) {
    const auto verdict = judge(good());
    EXPECT_TRUE(verdict.accepted);
    EXPECT_EQ(verdict.outputs, std::vector<NodeId>{NodeId{"9"}});
    EXPECT_TRUE(verdict.node_errors.empty());
}

TEST(ValidatePrompt, WritesConvertedLiteralsIntoThePromptThatIsQueued) {
    auto workflow = good();
    ASSERT_TRUE(workflow.set("3.steps", "12"));
    const auto verdict = judge(workflow);
    EXPECT_EQ(*json::find(*json::find(*json::find(verdict.prompt, "3"), "inputs"), "steps"), 12);
}

TEST(ValidatePrompt, UnwrapsWrappedValues) {
    auto workflow = good();
    json::Object wrapped;
    wrapped["__value__"] = 5;
    ASSERT_TRUE(workflow.set("3.steps", wrapped));
    const auto verdict = judge(workflow);
    EXPECT_EQ(*json::find(*json::find(*json::find(verdict.prompt, "3"), "inputs"), "steps"), 5);
}

TEST(ValidatePrompt, KeepsASeedOf64BitsExactly) {
    auto workflow = good();
    ASSERT_TRUE(workflow.set("3.seed", UINT64_MAX));
    const auto verdict = judge(workflow);
    EXPECT_EQ(json::to_uint64(*json::find(*json::find(*json::find(verdict.prompt, "3"), "inputs"), "seed")),
              UINT64_MAX);
}

TEST(ValidatePrompt, RunsOnlyTheOutputsThatTheTargetsName) {
    auto workflow = good();
    ASSERT_TRUE(workflow.add_node(NodeId{"30"}, "PreviewImage"));
    ASSERT_TRUE(workflow.link(NodeId{"8"}, 0, NodeId{"30"}, "images"));
    ValidateOptions options;
    options.partial_execution_targets = test::from_text(R"(["30"])");
    EXPECT_EQ(judge(workflow, options).outputs, std::vector<NodeId>{NodeId{"30"}});
}

TEST(ValidatePrompt, SearchesATextOfTargetsForThePartAsPythonDoes) {
    ValidateOptions options;
    options.partial_execution_targets = "x9y";
    EXPECT_TRUE(judge(good(), options).accepted);
}

TEST(ValidatePrompt, AnswersServerErrorToTargetsThatPythonCannotSearch) {
    ValidateOptions options;
    options.partial_execution_targets = 9;
    EXPECT_EQ(judge(good(), options).http_status, 500);
}

TEST(ValidatePrompt, ReportsTheBadOutputAndRunsTheGoodOne) {
    auto workflow = good();
    ASSERT_TRUE(workflow.add_node(NodeId{"30"}, "PreviewImage"));
    const auto verdict = judge(workflow);
    EXPECT_EQ(verdict.http_status, 200);
    EXPECT_EQ(verdict.outputs, std::vector<NodeId>{NodeId{"9"}});
    EXPECT_EQ(first_error(verdict, "30"), "required_input_missing");
}

TEST(ValidatePrompt, GivesNoReasonForACycleAsTheServerGivesNone) {
    auto workflow = good();
    ASSERT_TRUE(workflow.link(NodeId{"8"}, 0, NodeId{"5"}, "width"));
    const auto verdict = judge(workflow);
    EXPECT_EQ(first_error(verdict, "5"), "return_type_mismatch");
    ASSERT_TRUE(workflow.add_node(NodeId{"i"}, "ImageInvert"));
    ASSERT_TRUE(workflow.link(NodeId{"i"}, 0, NodeId{"i"}, "image"));
    ASSERT_TRUE(workflow.link(NodeId{"i"}, 0, NodeId{"9"}, "images"));
    const auto circular = judge(workflow);
    EXPECT_EQ(circular.http_status, 400);
    EXPECT_TRUE(circular.node_errors.empty());
}

TEST(ValidatePrompt, LeavesTheChoiceToAClassThatValidatesItself) {
    const auto prompt = test::from_text(
        R"({"1": {"class_type": "LoadImage", "inputs": {"image": "not/in/the list.png"}},
            "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})");
    EXPECT_TRUE(validate_prompt(prompt, test::catalogue()).accepted);
    ValidateOptions nobody_validates;
    nobody_validates.custom = nullptr;
    EXPECT_EQ(first_error(validate_prompt(prompt, test::catalogue(), nobody_validates), "1"),
              "value_not_in_list");
}

TEST(ValidatePrompt, RaisesWhereAParameterOfTheValidationIsMissing) {
    const auto prompt = test::from_text(R"({"1": {"class_type": "LoadImage", "inputs": {}},
            "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})");
    const auto verdict = validate_prompt(prompt, test::catalogue());
    const auto& error = (*json::array_of(*json::find(*json::find(verdict.node_errors, "1"), "errors")))[0];
    EXPECT_EQ(json::text_or(error, "details"),
              "LoadImage.VALIDATE_INPUTS() missing 1 required positional argument: 'image'");
}

TEST(ValidatePrompt, JudgesTenThousandNodesInARowWithoutRunningOutOfStack) {
    EXPECT_TRUE(judge(test::long_chain(10'000)).accepted);
}

TEST(ValidatePrompt, CarriesAnErrorUpTenThousandNodes) {
    auto workflow = test::long_chain(10'000);
    ASSERT_TRUE(workflow.set("1.width", 0));
    const auto verdict = judge(workflow);
    EXPECT_EQ(verdict.node_errors.size(), 1U);
    EXPECT_EQ(first_error(verdict, "1"), "value_smaller_than_min");
}

TEST(ReadVerdict, TakesTheAnswerOfARealServer) {
    const auto body = test::from_text(R"({"error": {"type": "t"}, "node_errors": {"3": {"errors": []}}})");
    const auto verdict = read_verdict(400, body);
    EXPECT_FALSE(verdict.accepted);
    EXPECT_EQ(json::text_or(verdict.error, "type"), "t");
    EXPECT_EQ(verdict.error_body(), body);
}

}  // namespace
}  // namespace divan
