#include <gtest/gtest.h>

#include <divan/workflow/structure.hpp>

#include "cycles.hpp"
#include "support/fixtures.hpp"

namespace divan {
namespace {

std::vector<Problem> check(std::string_view text, const NodeCatalogue* catalogue = nullptr) {
    return check_structure(Workflow::parse(text).value(), catalogue);
}

std::vector<std::string> codes(const std::vector<Problem>& problems) {
    std::vector<std::string> all;
    for (const auto& problem : problems) all.push_back(problem.code);
    return all;
}

using Codes = std::vector<std::string>;

TEST(Structure, FindsNothingInAGoodWorkflow) {
    EXPECT_EQ(codes(check_structure(test::red_fox(), &test::catalogue())), Codes{});
}

TEST(Structure, ReportsAllProblemsAtOnce) {
    const auto problems =
        check(R"({"1": {"inputs": {}}, "2": {"class_type": "A"}, "3": {"class_type": "A", "inputs": []},
        "4": {"class_type": "A", "inputs": {"x": ["77", 0], "y": ["1", "0"], "z": [1, 0]}}})");
    EXPECT_EQ(codes(problems), (Codes{"missing_class_type", "inputs_not_object", "inputs_not_object",
                                      "unknown_link_target", "bad_slot", "bad_link"}));
    EXPECT_EQ(problems[3].node, NodeId{"4"});
}

TEST(Structure, NamesTheNearestNodeForABrokenLink) {
    auto workflow = Workflow::parse(
        R"({"loader": {"class_type": "A", "inputs": {}}, "2": {"class_type": "A", "inputs": {"x": ["laoder", 0]}}})");
    EXPECT_EQ(check_structure(*workflow).front().hint, "did you mean 'loader'?");
}

TEST(Structure, SaysThatAnEmptyWorkflowHasNoNodes) { EXPECT_EQ(codes(check("{}")), Codes{"no_nodes"}); }

TEST(Structure, ChecksClassesSlotsAndOutputsAgainstTheCatalogue) {
    const auto problems = check(R"({"1": {"class_type": "KSampelr", "inputs": {}},
        "2": {"class_type": "EmptyImage", "inputs": {"width": [1, 2, 3]}},
        "3": {"class_type": "ImageInvert", "inputs": {"image": ["2", 1], "undeclared": [1, 2, 3]}}})",
                                &test::catalogue());
    EXPECT_EQ(codes(problems), (Codes{"unknown_class", "bad_link", "bad_slot", "no_output_node"}));
    EXPECT_NE(problems[0].hint.find("KSampler"), std::string::npos);
    EXPECT_EQ(problems[2].hint, "its outputs, from 0, are IMAGE");
}

TEST(Structure, TakesNegativeSlotsAsTheServerDoes) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.link(NodeId{"4"}, -1, NodeId{"8"}, "vae"));
    EXPECT_TRUE(check_structure(workflow, &test::catalogue()).empty());
    ASSERT_TRUE(workflow.link(NodeId{"4"}, -4, NodeId{"8"}, "vae"));
    EXPECT_EQ(codes(check_structure(workflow, &test::catalogue())), Codes{"bad_slot"});
}

TEST(Structure, NamesEveryNodeOfACycle) {
    const auto problems = check(R"({"1": {"class_type": "A", "inputs": {"x": ["3", 0]}},
        "2": {"class_type": "B", "inputs": {"x": ["1", 0]}}, "3": {"class_type": "C", "inputs": {"x": ["2", 0]}}})");
    ASSERT_EQ(codes(problems), Codes{"cycle"});
    EXPECT_NE(problems[0].message.find("1 (A) → 2 (B) → 3 (C) → 1"), std::string::npos)
        << problems[0].message;
}

TEST(Structure, FindsANodeThatFeedsItself) {
    EXPECT_EQ(codes(check(R"({"1": {"class_type": "A", "inputs": {"x": ["1", 0]}}})")), Codes{"cycle"});
}

TEST(Structure, WalksTenThousandNodesInARow) {
    auto workflow = test::long_chain(10'000);
    EXPECT_TRUE(check_structure(workflow, &test::catalogue()).empty());
    ASSERT_TRUE(workflow.link(NodeId{"10001"}, 0, NodeId{"2"}, "image"));
    EXPECT_EQ(codes(check_structure(workflow, &test::catalogue())), Codes{"cycle"});
}

TEST(Cycles, FindsOneInEveryKnotButNotTheSameTwice) {
    using Found = std::vector<std::vector<std::size_t>>;
    EXPECT_EQ(find_cycles({{1}, {2}, {}}), Found{});
    EXPECT_EQ(find_cycles({{1}, {0}, {3}, {2}}), (Found{{0, 1}, {2, 3}}));
    EXPECT_EQ(find_cycles({{1}, {2, 3}, {2}, {0}}), (Found{{2}, {0, 1, 3}}))
        << "a cycle left behind does not hide the next";
}

TEST(Cycles, StayFewWhereEveryNodePointsBack) {
    Edges edges(5'000);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (i + 1 < edges.size()) edges[i].push_back(i + 1);
        edges[i].push_back(i / 2);
    }
    std::size_t named = 0;
    for (const auto& cycle : find_cycles(edges)) named += cycle.size();
    EXPECT_LE(named, 2 * edges.size());
}

TEST(RequestCheck, RefusesWhatKillsAComfyUiServer) {
    const auto problems =
        check_request(test::from_text(R"({"client_id": {}, "extra_data": null, "prompt_id": 7,
        "prompt": {"1": {"class_type": "A"}, "9": {"class_type": "SaveImage", "inputs": {"other": ["77", 0]}}}})"));
    EXPECT_EQ(codes(problems), (Codes{"bad_client_id", "bad_extra_data", "bad_prompt_id", "inputs_not_object",
                                      "unknown_link_target"}));
}

TEST(RequestCheck, AcceptsAGoodRequestAndRefusesOneWithoutGraph) {
    json::Object body;
    EXPECT_EQ(codes(check_request(json::Value(body))), Codes{"malformed_workflow"});
    body["prompt"] = test::red_fox().to_value();
    body["client_id"] = "me";
    EXPECT_EQ(codes(check_request(json::Value(body), &test::catalogue())), Codes{});
}

TEST(OutputNodes, ComeFromTheCatalogueOrFromTheNames) {
    auto workflow = test::red_fox();
    workflow.add_node("TrapText");
    EXPECT_EQ(output_nodes(workflow), std::vector<NodeId>{NodeId{"9"}});
    EXPECT_EQ(output_nodes(workflow, &test::catalogue()).size(), 2U);
}

TEST(DescribeProblem, NamesNodeAndTitleAndEscapesControlCharacters) {
    const Problem problem{"x", NodeId{"3"}, "KSampler", "my\x1b[31m", "it is bad", "mend it"};
    EXPECT_EQ(describe(problem), "node 3 'my\\x1b[31m': it is bad — hint: mend it");
}

}  // namespace
}  // namespace divan
