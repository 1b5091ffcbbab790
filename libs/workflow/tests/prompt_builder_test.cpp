#include <gtest/gtest.h>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/prompt_builder.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using Texts = std::vector<std::string>;

const NodeId kText{"6"}, kSampler{"3"};

PromptBuilder builder() {
    return PromptBuilder{test::red_fox(), {"positive", "seed", "width"}, {"images"}}
        .set_input_node("positive", "6.inputs.text")
        .set_input_node("seed", "3.inputs.seed")
        .set_output_node("images", "9");
}

TEST(PromptBuilder, WritesNamedInputsIntoTheirNodes) {
    const auto built = builder().input("positive", "a misty forest").input("seed", UINT64_MAX);
    EXPECT_EQ(*built.workflow().get(kText, "text"), "a misty forest");
    EXPECT_EQ(json::to_uint64(*built.workflow().get(kSampler, "seed")), UINT64_MAX);
    EXPECT_TRUE(built.errors().empty());
}

TEST(PromptBuilder, BecomesAWorkflowWithDeclaredOutputs) {
    const auto workflow = builder().to_workflow();
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(workflow->declared_outputs(), (std::vector<DeclaredOutput>{{"images", NodeId{"9"}}}));
    EXPECT_EQ(workflow->to_json(), test::red_fox().to_json());
}

TEST(PromptBuilder, LeavesTheOriginalUnchanged) {
    const auto original = builder();
    const auto copy = original;
    (void)original.input("positive", "x");
    (void)original.set_input_node("width", "5.width");
    (void)original.set_output_node("images", "8");
    (void)original.bypass("3");
    (void)original.input("nothing", 1);
    EXPECT_EQ(original, copy);
    EXPECT_EQ(original.workflow(), test::red_fox());
}

TEST(PromptBuilder, WritesOneInputIntoSeveralPaths) {
    const auto built = builder().set_input_node("width", {"5.width", "5.height"}).input("width", 512);
    EXPECT_EQ(*built.workflow().get(NodeId{"5"}, "width"), 512);
    EXPECT_EQ(*built.workflow().get(NodeId{"5"}, "height"), 512);
}

TEST(PromptBuilder, AppendsPathsAlsoToAKeyThatIsNotMappedYet) {
    const auto built =
        builder().append_input_node("width", "5.width").append_input_node("width", {"5.height"});
    EXPECT_EQ(built.input_paths("width"), (Texts{"5.width", "5.height"}));
    EXPECT_EQ(built.set_input_node("width", "5.height").input_paths("width"), Texts{"5.height"})
        << "set replaces";
}

TEST(PromptBuilder, IgnoresAnInputWithoutValue) {
    EXPECT_EQ(
        builder().input("positive", std::nullopt).input("nothing", std::nullopt).input_raw("9", std::nullopt),
        builder());
    EXPECT_TRUE(builder().input("positive", nullptr).workflow().get(kText, "text")->is_null())
        << "null is a value";
}

TEST(PromptBuilder, SpellsModelNamesForTheServer) {
    const auto mapped = PromptBuilder{test::red_fox(), {"model"}, {}}.set_input_node("model", "4.ckpt_name");
    const auto written = [](const PromptBuilder& built) {
        return *built.workflow().get(NodeId{"4"}, "ckpt_name");
    };
    EXPECT_EQ(written(mapped.input("model", "SDXL/a.safetensors", PathStyle::nt)), "SDXL\\a.safetensors");
    EXPECT_EQ(written(mapped.input("model", "SDXL\\a.safetensors", PathStyle::posix)), "SDXL/a.safetensors");
    EXPECT_EQ(written(mapped.input("model", "a/b\\c")), "a/b\\c");
    EXPECT_EQ(written(mapped.input_raw("4.ckpt_name", "a/b", PathStyle::nt)), "a\\b");
    EXPECT_EQ(written(mapped.input("model", 7, PathStyle::nt)), 7);
}

TEST(PromptBuilder, WritesRawPathsAndMakesWhatIsMissing) {
    const auto built = builder().input_raw("6.inputs.text", "x").input_raw("99.inputs.new", 1);
    EXPECT_EQ(*built.workflow().get(kText, "text"), "x");
    EXPECT_EQ(*built.workflow().get(NodeId{"99"}, "new"), 1);
    const auto raw = builder().set_raw_input_node("width", {"77.inputs.a", "5.b"}).input("width", 2);
    EXPECT_EQ(*raw.workflow().get(NodeId{"77"}, "a"), 2);
    EXPECT_EQ(*raw.workflow().get(NodeId{"5"}, "b"), 2);
}

TEST(PromptBuilder, KeepsWhatWentWrongAndSaysItAtTheEnd) {
    const auto built = builder()
                           .input("postive", "x")
                           .input("width", 5)
                           .set_input_node("seed", "3.sead")
                           .set_output_node("images", "77")
                           .bypass({"3", "78"});
    ASSERT_EQ(built.errors().size(), 5U);
    EXPECT_EQ(built.errors()[0].hint, "did you mean 'positive'?");
    EXPECT_EQ(built.errors()[1].message, "the input 'width' is not mapped to a node");
    EXPECT_EQ(built.errors()[2].hint, "did you mean 'seed'?");
    const auto workflow = built.to_workflow();
    ASSERT_FALSE(workflow);
    EXPECT_NE(workflow.error().message.find("5 problems"), std::string::npos) << describe(workflow.error());
    EXPECT_FALSE(built.validate_output_mappings());
    EXPECT_FALSE(built.validate_no_cycles());
    EXPECT_FALSE(built.to_json());
    EXPECT_FALSE(built.check(test::catalogue()));
    EXPECT_EQ(built.workflow(), test::red_fox()) << "and nothing else changed";
}

TEST(PromptBuilder, WritesAllPathsOfAnInputOrNone) {
    const auto built = builder().set_raw_input_node("width", {"5.width", "#No title.x"}).input("width", 5);
    EXPECT_EQ(built.errors().size(), 1U);
    EXPECT_EQ(built.errors()[0].fact("input"), "width");
    EXPECT_EQ(built.workflow(), test::red_fox());
}

TEST(PromptBuilder, NamesUnknownKeysInEveryCall) {
    const auto built = builder()
                           .set_input_node("x", "6.text")
                           .set_raw_input_node("x", "6.text")
                           .append_input_node("x", "6.text")
                           .append_raw_input_node("x", "6.text")
                           .set_output_node("x", "9")
                           .set_raw_output_node("x", "9");
    EXPECT_EQ(built.errors().size(), 6U);
    EXPECT_EQ(built.errors()[0].hint, "the keys are positive, seed, width");
}

TEST(PromptBuilder, NamesOutputsThatAreUnmappedOrMissing) {
    const auto built = PromptBuilder{test::red_fox(), {}, {"images", "mask", "good"}}
                           .set_raw_output_node("mask", "99")
                           .set_output_node("good", "SaveImage");
    const auto checked = built.validate_output_mappings();
    EXPECT_EQ(checked.error().code, Errc::invalid_argument);
    EXPECT_EQ(checked.error().message, "unmapped or missing outputs: images:UNMAPPED, mask:99");
    EXPECT_FALSE(built.to_workflow());
    EXPECT_TRUE(builder().validate_output_mappings());
    EXPECT_EQ(built.output_node("good"), "9");
}

TEST(PromptBuilder, FindsCyclesOverAnyNumberOfHops) {
    auto workflow = test::red_fox();
    EXPECT_TRUE(builder().validate_no_cycles());
    ASSERT_TRUE(workflow.link(NodeId{"8"}, 0, NodeId{"5"}, "width"));
    const auto found = PromptBuilder{workflow, {}, {}}.validate_no_cycles();
    EXPECT_EQ(found.error().code, Errc::malformed_workflow);
    EXPECT_NE(found.error().message.find("3 (KSampler) → 8 (VAEDecode) → 5 (EmptyLatentImage) → 3"),
              std::string::npos)
        << describe(found.error());
    auto self = test::red_fox();
    ASSERT_TRUE(self.link(NodeId{"8"}, 0, NodeId{"8"}, "samples"));
    EXPECT_FALSE((PromptBuilder{self, {}, {}}.validate_no_cycles())) << "a node that feeds itself";
}

TEST(PromptBuilder, ChecksTypesAndRangesAgainstTheCatalogue) {
    const auto good = builder().input("seed", 1).check(test::catalogue());
    ASSERT_TRUE(good);
    EXPECT_TRUE(good->empty()) << describe(good->front());
    const auto bad = builder().input("seed", 1).input_raw("3.steps", 0).check(test::catalogue()).value();
    ASSERT_EQ(bad.size(), 1U);
    EXPECT_EQ(bad[0].code, "value_smaller_than_min");
    const auto wrong = builder()
                           .input("seed", 1)
                           .input_raw("8.vae", test::from_text(R"(["4", 0])"))
                           .check(test::catalogue())
                           .value();
    EXPECT_EQ(wrong.at(0).code, "return_type_mismatch");
}

TEST(PromptBuilder, ChecksTheGraphWithoutItsBypassedNodes) {
    const auto problems = builder().input("seed", 1).bypass("8").check(test::catalogue()).value();
    ASSERT_EQ(problems.size(), 1U) << "the saver lost its image";
    EXPECT_EQ(problems[0].code, "required_input_missing");
    auto workflow = test::red_fox();
    workflow.add_node(NodeId{"20"}, "FromMars");
    EXPECT_EQ(PromptBuilder(workflow, {}, {}).bypass("20").check(test::catalogue()).error().code,
              Errc::unknown_node);
}

TEST(PromptBuilder, BypassesAndReinstates) {
    const auto built = builder().bypass({"3", "VAEDecode"});
    EXPECT_EQ(built.workflow().bypassed().size(), 2U);
    EXPECT_EQ(built.reinstate("8").workflow().bypassed(), std::vector<NodeId>{kSampler});
    EXPECT_EQ(built.reinstate({"9", "77"}), built) << "not bypassed, unknown: no effect";
    EXPECT_TRUE(built.to_workflow()->is_bypassed(kSampler));
}

TEST(PromptBuilder, TakesOverWhatTheWorkflowDeclares) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    ASSERT_TRUE(workflow.declare_output("latents:3"));
    const auto built = PromptBuilder{workflow, {}, {"hero", "more"}};
    EXPECT_EQ(built.output_keys(), (Texts{"hero", "more", "latents"}));
    EXPECT_EQ(built.output_node("hero"), "9");
    EXPECT_TRUE(built.workflow().declared_outputs().empty());
    EXPECT_EQ(built.set_output_node("more", "8").to_workflow()->declared_outputs().size(), 3U);
}

}  // namespace
}  // namespace divan
