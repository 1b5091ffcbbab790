#include <gtest/gtest.h>

#include <divan/workflow/collected_outputs.hpp>
#include <divan/workflow/output_shapes.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using Outputs = std::vector<DeclaredOutput>;

/// red_fox with a picture to look at, too.
Workflow two_savers() {
    auto workflow = test::red_fox();
    workflow.add_node(NodeId{"10"}, "PreviewImage");
    EXPECT_TRUE(workflow.link(NodeId{"8"}, 0, NodeId{"10"}, "images"));
    return workflow;
}

const DeclaredOutput kSaved{"9", NodeId{"9"}}, kShown{"10", NodeId{"10"}};

TEST(CollectedOutputs, AreTheDeclaredOnesInTheirOrder) {
    auto workflow = two_savers();
    ASSERT_TRUE(workflow.declare_output("look:10"));
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    EXPECT_EQ(collected_outputs(workflow), (Outputs{{"look", NodeId{"10"}}, {"hero", NodeId{"9"}}}));
}

TEST(CollectedOutputs, AreAllOutputNodesWhereNoneIsDeclared) {
    EXPECT_EQ(collected_outputs(two_savers()), (Outputs{kSaved, kShown}));
    auto workflow = two_savers();
    workflow.add_node(NodeId{"11"}, "TrapText");
    EXPECT_EQ(collected_outputs(workflow, {}, &test::catalogue())->size(), 3U)
        << "the server says what is one";
}

TEST(CollectedOutputs, IncludeFurtherOnesOnRequestWithoutRepeating) {
    auto workflow = two_savers();
    EXPECT_EQ(collected_outputs(workflow, {"latents:3", "9"}),
              (Outputs{kSaved, kShown, {"latents", NodeId{"3"}}}));
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    EXPECT_EQ(collected_outputs(workflow, {"9", "10", "10"}), (Outputs{{"hero", NodeId{"9"}}, kShown}));
    EXPECT_EQ(workflow.declared_outputs().size(), 1U) << "a value: nothing piles up over runs";
}

TEST(CollectedOutputs, LeaveBypassedNodesOutButRefuseADeclaredOne) {
    auto workflow = two_savers();
    ASSERT_TRUE(workflow.bypass("10"));
    EXPECT_EQ(collected_outputs(workflow), Outputs{kSaved});
    ASSERT_TRUE(workflow.declare_output("look:10"));
    const auto refused = collected_outputs(workflow);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_EQ(refused.error().message, "the output 'look' is node '10', which is bypassed");
}

TEST(CollectedOutputs, ReportEveryProblem) {
    auto workflow = two_savers();
    ASSERT_TRUE(workflow.declare_output("8", "9"));
    const auto refused = collected_outputs(workflow, {"8", "77", "KSampelr"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("'8' means two nodes"), std::string::npos);
    EXPECT_NE(refused.error().message.find("'77'"), std::string::npos);
    EXPECT_NE(refused.error().hint.find("'KSampler'"), std::string::npos);
}

TEST(OutputShapes, KnowWhatTheSaversOfEachMediumShow) {
    const auto& shapes = known_output_shapes();
    using Keys = std::vector<std::string>;
    for (const char* class_type :
         {"SaveImage", "SaveImageAdvanced", "PreviewImage", "MaskPreview", "SaveSVGNode"})
        EXPECT_EQ(*shapes.find(class_type), Keys{"images"}) << class_type;
    EXPECT_EQ(*shapes.find("SaveVideo"), (Keys{"images", "animated"}));
    EXPECT_EQ(*shapes.find("SaveAudioMP3"), Keys{"audio"});
    EXPECT_EQ(*shapes.find("SaveGLB"), Keys{"3d"});
    EXPECT_EQ(*shapes.find("PreviewAny"), Keys{"text"});
    EXPECT_EQ(*shapes.find("SaveLatent"), Keys{"latents"});
    EXPECT_EQ(*shapes.find("KSampler"), Keys{"samples"});
}

TEST(OutputShapes, TakeUnknownClassesByTheBeginningOfTheirNames) {
    EXPECT_EQ(*known_output_shapes().find("SaveImageWithMetadata"), std::vector<std::string>{"images"});
    EXPECT_TRUE(known_output_shapes().find("SaveImageWebsocket")->empty()) << "sends over the socket";
    EXPECT_EQ(known_output_shapes().find("FromMars"), nullptr);
}

TEST(OutputShapes, CanBeExtendedForOneWorkflow) {
    OutputShapes shapes;
    shapes.set("TrapText", {"verdict", "score"});
    shapes.set("SaveImage", {"images", "signature"});
    auto workflow = test::red_fox();
    workflow.add_node(NodeId{"10"}, "TrapText");
    const Outputs outputs{{"hero", NodeId{"9"}}, {"text", NodeId{"10"}}};
    const auto expected = expected_outputs(workflow, outputs, shapes);
    EXPECT_EQ(expected[0], (ExpectedOutput{outputs[0], "SaveImage", {"images", "signature"}}));
    EXPECT_EQ(expected[1].keys, (std::vector<std::string>{"verdict", "score"}));
    EXPECT_EQ(expected_outputs(workflow, outputs)[1].keys, std::vector<std::string>{})
        << "the others do not know";
}

}  // namespace
}  // namespace divan
