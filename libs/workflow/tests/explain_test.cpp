#include <gtest/gtest.h>

#include <divan/workflow/explain.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

std::vector<Problem> explained(const Workflow& workflow) {
    return explain(validate_prompt(workflow.to_value(), test::catalogue()), workflow, test::catalogue());
}

/// The red fox with one input changed, and the one problem that this makes.
Problem problem_of(std::string_view address, const json::Value& value) {
    auto workflow = test::red_fox();
    EXPECT_TRUE(workflow.set("3.seed", 1));
    EXPECT_TRUE(workflow.set(address, value));
    const auto problems = explained(workflow);
    EXPECT_EQ(problems.size(), 1U);
    return problems.empty() ? Problem{} : problems.front();
}

TEST(Explain, HasNothingToSayOfAGoodWorkflow) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.set("3.seed", 1));
    EXPECT_TRUE(explained(workflow).empty());
}

TEST(Explain, NamesTheRangeOfANumber) {
    const auto problem = problem_of("3.steps", 0);
    EXPECT_EQ(problem.code, "value_smaller_than_min");
    EXPECT_EQ(problem.node, NodeId{"3"});
    EXPECT_EQ(problem.message, "input 'steps' is 0, which is too small");
    EXPECT_EQ(problem.hint, "it takes INT between 1 and 10000 (default 20)");
}

TEST(Explain, NamesTheNearestModel) {
    const auto problem = problem_of("4.ckpt_name", "random-sd15.safetensor");
    EXPECT_EQ(problem.code, "value_not_in_list");
    EXPECT_EQ(problem.hint, "did you mean 'random-sd15.safetensors'?");
}

TEST(Explain, ListsTheFirstChoicesWhereNoneIsNear) {
    const auto problem = problem_of("3.scheduler", "zzzzzzzz");
    EXPECT_TRUE(problem.hint.starts_with("it offers simple, ")) << problem.hint;
}

TEST(Explain, NamesTheNearestClass) {
    auto workflow = test::red_fox();
    workflow.add_node("KSampelr");
    const auto problems = explained(workflow);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].class_type, "KSampelr");
    EXPECT_EQ(problems[0].hint, "did you mean 'KSampler'?");
}

TEST(Explain, NamesTheNodeThatALinkMisses) {
    const auto problem = problem_of("8.samples", test::from_text(R"(["33", 0])"));
    EXPECT_EQ(problem.node, NodeId{"8"});
    EXPECT_EQ(problem.message, "a link names node '33', which does not exist");
    EXPECT_NE(problem.hint.find("did you mean '3'"), std::string::npos) << problem.hint;
}

TEST(Explain, NamesTheCycleThatTheServerKeepsQuietAbout) {
    auto workflow = test::long_chain(3);
    ASSERT_TRUE(workflow.link(NodeId{"4"}, 0, NodeId{"2"}, "image"));
    const auto problems = explained(workflow);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code, "cycle");
}

TEST(Explain, SaysWhatAMissingInputNeeds) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.set("3.seed", 1));
    ASSERT_TRUE(workflow.remove_node(NodeId{"5"}));
    const auto problems = explained(workflow);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].message, "input 'latent_image' is missing");
    EXPECT_EQ(problems[0].hint, "link an output of type LATENT");
}

TEST(Explain, WorksForARealServersAnswerWithoutACatalogue) {
    const auto body = test::from_text(
        R"({"error": {"type": "prompt_outputs_failed_validation", "message": "m", "details": ""},
        "node_errors": {"6": {"class_type": "CLIPTextEncode", "errors": [{"type": "new_kind", "message": "Odd", "details": "d"}]}}})");
    const auto problems = explain(read_verdict(400, body), test::red_fox(), NodeCatalogue{});
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].title, "Positive prompt");
    EXPECT_EQ(problems[0].message, "Odd: d");
}

TEST(Explain, SurvivesAnAnswerOfAnyShape) {
    const auto body =
        test::from_text(R"({"error": "x", "node_errors": {"1": 7, "2": {"errors": [5, {"type": 1}]}}})");
    EXPECT_EQ(explain(read_verdict(400, body), test::red_fox(), NodeCatalogue{}).size(), 2U);
}

}  // namespace
}  // namespace divan
