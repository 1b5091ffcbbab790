// Section 22 of the parity table, rows 29 to 47: what is in a workflow.
#include <set>

#include <divan/client/catalogue.hpp>
#include <divan/workflow/prompt_builder.hpp>
#include <divan/workflow/structure.hpp>

#include "defects_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityDefects;

TEST_F(ParityDefects, Row29EachRunOfOneWorkflowDrawsNewSeeds) {
    Workflow workflow = sleeper(0, 1);
    ASSERT_TRUE(workflow.set("1.seed", json::Value(-1)));
    ASSERT_TRUE(workflow.add_node(NodeId{"2"}, "KSamplerAdvanced"));
    ASSERT_TRUE(workflow.set("2.noise_seed", json::Value(-1)));
    std::set<std::string> drawn;
    for (int time = 0; time < 10; ++time) {
        const auto result = finish(RunRequest{workflow});
        ASSERT_TRUE(result) << describe(result.error());
        ASSERT_EQ(result->seeds.size(), 2U) << "`noise_seed` is a seed, too";
        for (const SeedChange& seed : result->seeds) drawn.insert(std::to_string(seed.value));
    }
    EXPECT_EQ(drawn.size(), 20U);
    EXPECT_EQ(workflow.get("1.seed"), json::Value(-1)) << "the workflow keeps its wish";
}

TEST_F(ParityDefects, Row33NodesInsideASubgraphCanBeDeclaredAsOutputs) {
    auto workflow = Workflow::parse(
        R"({"12:3": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 90}},
            "12:5:7": {"class_type": "PreviewImage", "inputs": {"images": ["12:3", 0]}}})");
    ASSERT_TRUE(workflow->declare_output("inner:12:5:7"));
    const auto result = finish(RunRequest{*workflow});
    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_TRUE(result->output("inner"));
    EXPECT_EQ(result->output("inner")->files.size(), 1U);
}

std::set<std::string> codes_of(const std::vector<Problem>& problems) {
    std::set<std::string> codes;
    for (const Problem& problem : problems) codes.insert(problem.code);
    return codes;
}

TEST_F(ParityDefects, Row40CyclesOverAnyNumberOfHopsAreFoundBeforeAnythingIsSent) {
    const auto workflow = Workflow::parse(
        R"({"1": {"class_type": "ImageInvert", "inputs": {"image": ["3", 0]}},
            "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
            "3": {"class_type": "ImageInvert", "inputs": {"image": ["2", 0]}},
            "9": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}}})");
    const auto problems = check_structure(*workflow);
    ASSERT_EQ(codes_of(problems), std::set<std::string>{"cycle"});
    EXPECT_NE(problems.front().message.find(" → "), std::string::npos) << "with its path";
}

TEST_F(ParityDefects, Row40TypesRangesAndRequiredInputsAreCheckedBeforeAnythingIsSent) {
    const auto workflow = Workflow::parse(
        R"({"1": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
            "4": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": -8, "batch_size": 1, "color": 1}},
            "5": {"class_type": "SaveImage", "inputs": {"images": ["4", 0]}},
            "6": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})");
    const NodeCatalogue catalogue = value_of(object_info(*connection, soon()));
    const auto problems = PromptBuilder{*workflow, {}, {}}.check(catalogue);
    ASSERT_TRUE(problems) << describe(problems.error());
    EXPECT_EQ(codes_of(*problems), (std::set<std::string>{"value_smaller_than_min", "required_input_missing",
                                                          "return_type_mismatch"}));
}

TEST_F(ParityDefects, Row47ReinstatingANodeThatIsNotBypassedHasNoEffect) {
    Workflow workflow = picture();
    ASSERT_TRUE(workflow.add_node(NodeId{"2"}, "ImageInvert"));
    ASSERT_TRUE(workflow.bypass("2"));
    ASSERT_TRUE(workflow.reinstate("1"));
    EXPECT_EQ(workflow.bypassed(), (std::vector{NodeId{"2"}}));
}

}  // namespace
}  // namespace divan
