#include <gtest/gtest.h>

#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;
using Outputs = std::vector<DeclaredOutput>;
using Ids = std::vector<NodeId>;

const NodeId kSaver{"9"}, kDecoder{"8"}, kSampler{"3"};

TEST(DeclaredOutputs, TakeTheThreeSpellings) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    ASSERT_TRUE(workflow.declare_output("latents,KSampler"));
    ASSERT_TRUE(workflow.declare_output("8"));
    EXPECT_EQ(workflow.declared_outputs(),
              (Outputs{{"hero", kSaver}, {"latents", kSampler}, {"8", kDecoder}}));
}

TEST(DeclaredOutputs, TakeAliasAndNodeInTwoWords) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.declare_output("hero", "9"), (DeclaredOutput{"hero", kSaver}));
    EXPECT_EQ(workflow.declare_output("a:b", "#Positive prompt"), (DeclaredOutput{"a:b", NodeId{"6"}}));
}

TEST(DeclaredOutputs, UnderstandTheOtherWayRoundWhereOnlyThatNamesANode) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.declare_output("9", "hero"), (DeclaredOutput{"hero", kSaver}));
    EXPECT_EQ(workflow.declare_output("8:second"), (DeclaredOutput{"second", kDecoder}));
    EXPECT_EQ(workflow.declare_output("9", "8"), (DeclaredOutput{"9", kDecoder})) << "both name a node";
}

TEST(DeclaredOutputs, HoldIdsWithColons) {
    auto workflow = Workflow::parse(R"({"12:5": {"class_type": "SaveImage"}})").value();
    EXPECT_EQ(workflow.declare_output("hero:12:5"), (DeclaredOutput{"hero", NodeId{"12:5"}}));
    EXPECT_EQ(workflow.declare_output("second", "12:5"), (DeclaredOutput{"second", NodeId{"12:5"}}));
    EXPECT_EQ(workflow.declare_output("12:5"), (DeclaredOutput{"12:5", NodeId{"12:5"}}));
}

TEST(DeclaredOutputs, RefuseAnAliasTwiceAndSayWhoHasIt) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    const auto again = workflow.declare_output("hero:8");
    EXPECT_EQ(again.error().code, Errc::invalid_argument);
    EXPECT_NE(again.error().message.find("'hero' is declared already, for node '9'"), std::string::npos);
    EXPECT_TRUE(workflow.declare_output("second:9")) << "a node may have several aliases";
    EXPECT_EQ(workflow.declared_outputs().size(), 2U);
}

TEST(DeclaredOutputs, RefuseUnknownNodesAndEmptyAliases) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.declare_output("hero:KSampelr").error().hint, "did you mean 'KSampler'?");
    EXPECT_EQ(workflow.declare_output("hero", "99").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.declare_output("", "9").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.declare_output("hero", "CLIPTextEncode").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow, red_fox());
}

TEST(DeclaredOutputs, CanBeTakenBack) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    EXPECT_FALSE(workflow.undeclare_output("hera"));
    EXPECT_TRUE(workflow.undeclare_output("hero"));
    EXPECT_EQ(workflow.declared_outputs(), Outputs{});
    EXPECT_EQ(workflow, red_fox()) << "an empty plan is no plan";
}

TEST(BypassMarks, AreSetForOneNodeOrManyByReferenceOrId) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.bypass("KSampler"));
    ASSERT_TRUE(workflow.bypass({"#Positive prompt", "7"}));
    ASSERT_TRUE(workflow.bypass({NodeId{"9"}, NodeId{"8"}}));
    ASSERT_TRUE(workflow.bypass("3")) << "again: no effect";
    EXPECT_EQ(workflow.bypassed(), (Ids{NodeId{"6"}, NodeId{"7"}, kSampler, kDecoder, kSaver}))
        << "in the order of the file";
    EXPECT_TRUE(workflow.is_bypassed(kSaver));
    EXPECT_FALSE(workflow.is_bypassed(NodeId{"4"}));
}

TEST(BypassMarks, AreAllOrNothingAndNameNearNodes) {
    auto workflow = red_fox();
    const auto refused = workflow.bypass({"3", "KSampelr", "99"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unknown_node);
    EXPECT_NE(refused.error().hint.find("'KSampler'"), std::string::npos) << describe(refused.error());
    EXPECT_NE(refused.error().message.find("'99'"), std::string::npos);
    EXPECT_FALSE(workflow.bypass({kSampler, NodeId{"77"}}));
    EXPECT_EQ(workflow.bypassed(), Ids{});
}

TEST(BypassMarks, AreTakenBackForOneNodeOrMany) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.bypass({"3", "6", "7", "8"}));
    ASSERT_TRUE(workflow.reinstate("KSampler"));
    ASSERT_TRUE(workflow.reinstate({"6", "7"}));
    EXPECT_EQ(workflow.bypassed(), Ids{kDecoder});
    ASSERT_TRUE(workflow.reinstate({kDecoder}));
    EXPECT_EQ(workflow, red_fox());
}

TEST(BypassMarks, StayWhenANodeThatIsNotBypassedIsReinstated) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.bypass("3"));
    EXPECT_TRUE(workflow.reinstate("9"));
    EXPECT_EQ(workflow.reinstate("99").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.bypassed(), Ids{kSampler});
}

TEST(Plan, BelongsToOneCopyOnly) {
    auto original = red_fox();
    ASSERT_TRUE(original.declare_output("hero:9"));
    auto copy = original;
    ASSERT_TRUE(copy.bypass("3"));
    ASSERT_TRUE(copy.declare_output("8"));
    EXPECT_EQ(original.bypassed(), Ids{});
    EXPECT_EQ(original.declared_outputs().size(), 1U);
}

TEST(Plan, CountsForEqualityButNotForTheGraph) {
    auto marked = red_fox();
    ASSERT_TRUE(marked.bypass("3"));
    EXPECT_FALSE(marked == red_fox());
    EXPECT_EQ(marked.to_json(), red_fox().to_json());
    EXPECT_EQ(fingerprint(marked), fingerprint(red_fox()));
    auto other = red_fox();
    ASSERT_TRUE(other.bypass("3"));
    EXPECT_TRUE(marked == other) << "equal plans, made apart";
    auto declared = red_fox();
    ASSERT_TRUE(declared.declare_output("hero:9"));
    EXPECT_FALSE(declared == red_fox());
}

TEST(Plan, LosesWhatARemovedNodeHad) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    ASSERT_TRUE(workflow.declare_output("latents:3"));
    ASSERT_TRUE(workflow.bypass({"3", "9"}));
    ASSERT_TRUE(workflow.remove_node(kSaver));
    EXPECT_EQ(workflow.declared_outputs(), (Outputs{{"latents", kSampler}}));
    EXPECT_EQ(workflow.bypassed(), Ids{kSampler});
}

}  // namespace
}  // namespace divan
