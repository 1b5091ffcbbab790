#include <gtest/gtest.h>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;
using Links = std::vector<Link>;

const NodeId kLoader{"4"}, kSampler{"3"}, kDecoder{"8"}, kSaver{"9"};

TEST(WorkflowRewire, UnlinksAnInput) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.unlink(kSaver, "images"), (Link{kDecoder, 0, kSaver, "images"}));
    EXPECT_EQ(workflow.get(kSaver, "images"), nullptr);
    EXPECT_NE(workflow.get(kSaver, "filename_prefix"), nullptr);
}

TEST(WorkflowRewire, RefusesToUnlinkWhatIsNotLinked) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.unlink(kSaver, "filename_prefix").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.unlink(kSaver, "imagez").error().hint, "did you mean 'images'?");
    EXPECT_EQ(workflow.unlink(NodeId{"99"}, "x").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow, red_fox());
}

TEST(WorkflowRewire, ReplacesALink) {
    auto workflow = red_fox();
    const NodeId other = workflow.add_node("CheckpointLoaderSimple", {{"ckpt_name", "b.safetensors"}});
    ASSERT_TRUE(workflow.link(other, 2, kDecoder, "vae"));
    EXPECT_EQ(workflow.links_into(kDecoder).back(), (Link{other, 2, kDecoder, "vae"}));
}

TEST(WorkflowRewire, InsertsANodeBehindAnOther) {
    auto workflow = red_fox();
    const NodeId invert = workflow.add_node("ImageInvert");
    ASSERT_TRUE(workflow.link(kDecoder, 0, invert, "image"));
    EXPECT_EQ(workflow.move_links(kDecoder, 0, invert, 0), (Links{{invert, 0, kSaver, "images"}}));
    EXPECT_EQ(workflow.links_into(invert), (Links{{kDecoder, 0, invert, "image"}})) << "its own input stays";
    EXPECT_TRUE(check_structure(workflow, &test::catalogue()).empty());
}

TEST(WorkflowRewire, MovesOnlyTheConsumersOfThatSlot) {
    auto workflow = red_fox();
    const NodeId other = workflow.add_node("CheckpointLoaderSimple");
    EXPECT_EQ(workflow.move_links(kLoader, 1, other, 1)->size(), 2U) << "both prompts";
    EXPECT_EQ(workflow.links_out_of(kLoader).size(), 2U) << "model and VAE";
    EXPECT_EQ(workflow.move_links(kLoader, 7, other, 1), Links{});
    EXPECT_EQ(workflow.move_links(kLoader, 1, NodeId{"99"}, 1).error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.move_links(NodeId{"99"}, 1, kLoader, 1).error().code, Errc::unknown_node);
}

TEST(WorkflowRewire, RemovesSeveralNodesAtOnceOrNone) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.remove_nodes({kDecoder, NodeId{"99"}}).error().code, Errc::unknown_node);
    EXPECT_EQ(workflow, red_fox());
    const auto cut = workflow.remove_nodes({kSampler, kDecoder, kDecoder});
    EXPECT_EQ(cut, (Links{{kDecoder, 0, kSaver, "images"}})) << "links among them are no news";
    EXPECT_EQ(workflow.size(), 5U);
    EXPECT_EQ(workflow.get(kSaver, "images"), nullptr);
}

TEST(WorkflowRewire, CutsLinksWithOddSlotsToo) {
    auto workflow =
        Workflow::parse(R"({"1": {"inputs": {}}, "2": {"inputs": {"a": ["1", 0.5], "b": ["1", 0], "c": 1}}})")
            .value();
    EXPECT_EQ(workflow.remove_node(NodeId{"1"})->size(), 1U);
    EXPECT_EQ(workflow.to_json(), R"({"2":{"inputs":{"c":1}}})");
}

TEST(WorkflowRewire, RenamesANodeWithItsPlaceLinksAndPlan) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:8"));
    ASSERT_TRUE(workflow.bypass("8"));
    ASSERT_TRUE(workflow.attach(kDecoder, "image", Attachment::from_bytes("x", "x.png")));
    const NodeId decoder{"decoder"};
    ASSERT_TRUE(workflow.rename_node(kDecoder, decoder));
    EXPECT_EQ(workflow.node_ids()[5], decoder);
    EXPECT_EQ(workflow.links_out_of(decoder), (Links{{decoder, 0, kSaver, "images"}}));
    EXPECT_EQ(workflow.links_into(decoder).size(), 2U);
    EXPECT_EQ(workflow.declared_outputs().front(), (DeclaredOutput{"hero", decoder}));
    EXPECT_TRUE(workflow.is_bypassed(decoder));
    EXPECT_EQ(workflow.attachments().front().node, decoder);
    EXPECT_FALSE(workflow.has(kDecoder));
    ASSERT_TRUE(workflow.rename_node(decoder, kDecoder));
    EXPECT_EQ(workflow.to_json(), red_fox().to_json());
}

TEST(WorkflowRewire, RefusesATakenOrEmptyNewId) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.rename_node(kDecoder, kSaver).error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.rename_node(kDecoder, NodeId{}).error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.rename_node(NodeId{"99"}, NodeId{"x"}).error().code, Errc::unknown_node);
    EXPECT_TRUE(workflow.rename_node(kDecoder, kDecoder));
    EXPECT_EQ(workflow, red_fox());
}

TEST(WorkflowRewire, LeavesCopiesAlone) {
    const auto original = red_fox();
    auto copy = original;
    ASSERT_TRUE(copy.rename_node(kDecoder, NodeId{"x"}));
    ASSERT_TRUE(copy.remove_nodes({kSampler}));
    ASSERT_TRUE(copy.unlink(kSaver, "images"));
    EXPECT_EQ(original.to_json(), red_fox().to_json());
}

TEST(WorkflowRewire, BuildsAGraphFromNothing) {
    Workflow workflow;
    const NodeId loader =
        workflow.add_node("CheckpointLoaderSimple", {{"ckpt_name", "random-sd15.safetensors"}});
    const NodeId text = workflow.add_node("CLIPTextEncode", {{"text", "a red fox"}}, "Positive prompt");
    ASSERT_TRUE(workflow.link(loader, 1, text, "clip"));
    EXPECT_EQ(workflow.resolve("#Positive prompt"), text);
    EXPECT_EQ(workflow.links(), (Links{{loader, 1, text, "clip"}}));
}

}  // namespace
}  // namespace divan
