#include <gtest/gtest.h>

#include <divan/workflow/structure_hash.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

Workflow parsed(std::string_view text) { return Workflow::parse(text).value(); }
Workflow changed(std::string_view address, json::Value value) {
    auto workflow = test::red_fox();
    EXPECT_TRUE(workflow.set(address, std::move(value)));
    return workflow;
}

TEST(StructureHash, IsThatOfComfyuiNodeDigitByDigit) {
    const auto golden = test::data_file("structure_hash_golden.json");
    for (const auto& entry : *json::array_of(golden)) {
        const auto workflow = Workflow::parse(json::text_or(entry, "workflow"));
        ASSERT_TRUE(workflow) << json::text_or(entry, "name") << describe(workflow.error());
        EXPECT_EQ(structure_hash(*workflow, StructureRule::comfyui_node), json::text_or(entry, "hash"))
            << json::text_or(entry, "name");
    }
}

TEST(StructureHash, DoesNotSeeWhatAWorkflowSays) {
    for (const auto rule : {StructureRule::divan, StructureRule::comfyui_node}) {
        const auto hash = structure_hash(test::red_fox(), rule);
        EXPECT_EQ(hash.size(), 64U);
        EXPECT_EQ(structure_hash(changed("6.text", "an owl"), rule), hash);
        EXPECT_EQ(structure_hash(changed("3.seed", UINT64_MAX), rule), hash);
        EXPECT_EQ(structure_hash(changed("3.cfg", 1), rule), hash);
        EXPECT_EQ(structure_hash(changed("3.sampler_name", "lcm"), rule), hash);
        EXPECT_EQ(structure_hash(changed("5.width", 1024), rule), hash);
        EXPECT_EQ(structure_hash(changed("9.filename_prefix", "owl.png"), rule), hash);
    }
}

TEST(StructureHash, SeesWhatAWorkflowRuns) {
    for (const auto rule : {StructureRule::divan, StructureRule::comfyui_node}) {
        const auto hash = structure_hash(test::red_fox(), rule);
        EXPECT_NE(structure_hash(changed("4.ckpt_name", "other.safetensors"), rule), hash);
        EXPECT_NE(structure_hash(changed("6.new", 1), rule), hash);
        EXPECT_NE(structure_hash(changed("3.seed", "text"), rule), hash);
        auto rewired = test::red_fox();
        ASSERT_TRUE(rewired.link(NodeId{"7"}, 0, NodeId{"3"}, "positive"));
        EXPECT_NE(structure_hash(rewired, rule), hash);
        auto more = test::red_fox();
        more.add_node("PreviewImage");
        EXPECT_NE(structure_hash(more, rule), hash);
    }
}

TEST(StructureHash, DoesNotSeeOrderTitlesAndForeignMembers) {
    const auto
        left = parsed(
            R"({"1": {"class_type": "A", "inputs": {"x": 1, "y": "a.pt"}}, "2": {"class_type": "B", "inputs": {}}})"),
        right = parsed(R"({"2": {"inputs": {}, "_meta": {"title": "T"}, "class_type": "B"},
                   "1": {"is_changed": ["x"], "inputs": {"y": "a.pt", "x": 7.5}, "class_type": "A"}})");
    for (const auto rule : {StructureRule::divan, StructureRule::comfyui_node})
        EXPECT_EQ(structure_hash(left, rule), structure_hash(right, rule));
}

TEST(StructureHash, DoesNotSeeNodeIdsInOurRule) {
    auto renamed = test::red_fox();
    ASSERT_TRUE(renamed.rename_node(NodeId{"4"}, NodeId{"12:5"}));
    ASSERT_TRUE(renamed.rename_node(NodeId{"3"}, NodeId{"sampler"}));
    EXPECT_EQ(structure_hash(renamed), structure_hash(test::red_fox()));
    EXPECT_NE(structure_hash(renamed, StructureRule::comfyui_node),
              structure_hash(test::red_fox(), StructureRule::comfyui_node));
}

TEST(StructureHash, DoesNotSeeHowFoldersAreSeparatedInOurRule) {
    const auto posix = changed("4.ckpt_name", "SDXL/a.safetensors"),
               nt = changed("4.ckpt_name", "SDXL\\a.safetensors");
    EXPECT_EQ(structure_hash(posix), structure_hash(nt));
    EXPECT_NE(structure_hash(posix, StructureRule::comfyui_node),
              structure_hash(nt, StructureRule::comfyui_node));
}

TEST(StructureHash, TellsOneSharedNodeFromTwoEqualOnes) {
    const auto
        shared = parsed(
            R"({"1": {"class_type": "L", "inputs": {}}, "2": {"class_type": "A", "inputs": {"x": ["1", 0], "y": ["1", 0]}}})"),
        twice = parsed(R"({"1": {"class_type": "L", "inputs": {}}, "3": {"class_type": "L", "inputs": {}},
                   "2": {"class_type": "A", "inputs": {"x": ["1", 0], "y": ["3", 0]}}})");
    EXPECT_NE(structure_hash(shared), structure_hash(twice));
}

TEST(StructureHash, TellsSlotsApart) {
    EXPECT_NE(structure_hash(changed("8.vae", test::from_text(R"(["4", 1])"))),
              structure_hash(test::red_fox()));
    EXPECT_EQ(structure_hash(changed("8.vae", test::from_text(R"(["4", 2.0])"))),
              structure_hash(test::red_fox()));
}

TEST(StructureHash, ReadsListsThatAreValuesAsValues) {
    const auto one = parsed(R"({"1": {"class_type": "A", "inputs": {"l": {"__value__": ["x", 1]}}}})"),
               other = parsed(R"({"1": {"class_type": "A", "inputs": {"l": {"__value__": ["y", 2]}}}})"),
               model = parsed(R"({"1": {"class_type": "A", "inputs": {"l": {"__value__": ["y.pt", 2]}}}})");
    EXPECT_EQ(structure_hash(one), structure_hash(other));
    EXPECT_NE(structure_hash(one), structure_hash(model));
}

TEST(StructureHash, EndsOnCirclesAndMissingNodes) {
    const auto circle = parsed(
        R"({"1": {"class_type": "A", "inputs": {"x": ["2", 0]}}, "2": {"class_type": "B", "inputs": {"x": ["1", 0]}},
        "3": {"class_type": "C", "inputs": {"x": ["1", 0], "y": ["77", 0]}}})");
    EXPECT_EQ(structure_hash(circle), structure_hash(circle));
    auto broken = circle;
    ASSERT_TRUE(broken.unlink(NodeId{"1"}, "x"));
    EXPECT_NE(structure_hash(circle), structure_hash(broken));
    EXPECT_EQ(structure_hash(Workflow{}).size(), 64U);
}

TEST(StructureHash, StaysTheSameAcrossVersions) {
    EXPECT_EQ(structure_hash(test::red_fox()),
              "f6a08c895215ca707e9865ee6857bbee82b16a23b48587cb015e1b4987b9c6e0");
}

TEST(StructureHash, WalksTenThousandNodes) {
    EXPECT_NE(structure_hash(test::long_chain(10'000)), structure_hash(test::long_chain(9'999)));
}

}  // namespace
}  // namespace divan
