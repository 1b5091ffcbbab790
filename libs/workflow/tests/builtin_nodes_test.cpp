#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/workflow/builtin_nodes.hpp>
#include <divan/workflow/validate.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

namespace n = divan::nodes;

/// examples/txt2img.json, node by node and in its order.
TypedGraph text_to_image() {
    TypedGraph graph;
    const auto checkpoint =
        graph.add({NodeId{"4"}, "Checkpoint"},
                  n::CheckpointLoaderSimple{.ckpt_name = "v1-5-pruned-emaonly-fp16.safetensors"});
    const auto size = graph.add({NodeId{"5"}, "Size"}, n::EmptyLatentImage{.width = 768, .height = 512});
    const auto positive = graph.add(
        {NodeId{"6"}, "Positive prompt"},
        n::CLIPTextEncode{
            .text = "a red fox in a snowy pine forest at sunrise, soft golden light, distant blue mountains",
            .clip = checkpoint.clip});
    const auto negative =
        graph.add({NodeId{"7"}, "Negative prompt"},
                  n::CLIPTextEncode{.text = "blurry, text, watermark", .clip = checkpoint.clip});
    const auto sampler =
        graph.add({NodeId{"3"}, "Sampler"}, n::KSampler{.model = checkpoint.model,
                                                        .seed = -1,
                                                        .cfg = 7.5,
                                                        .sampler_name = n::SamplerName::dpmpp_2m,
                                                        .scheduler = n::KSampler::Scheduler::karras,
                                                        .positive = positive.conditioning,
                                                        .negative = negative.conditioning,
                                                        .latent_image = size.latent});
    const auto decoded =
        graph.add({NodeId{"8"}, "Decode"}, n::VAEDecode{.samples = sampler.latent, .vae = checkpoint.vae});
    graph.add({NodeId{"9"}, "Save"}, n::SaveImage{.images = decoded.image, .filename_prefix = "txt2img"});
    return graph;
}

TEST(BuiltinNodes, BuildTheTextToImageExample) {
    const auto example =
        Workflow::parse(read_file(DIVAN_SOURCE_DIR "/examples/txt2img.json").value()).value();
    const auto built = text_to_image().workflow();
    ASSERT_TRUE(built) << describe(built.error());
    EXPECT_EQ(*built, example);
}

TEST(BuiltinNodes, BuildAWorkflowThatTheServerAccepts) {
    auto nodes = test::data_file("comfyui_0.3.64.json");
    auto& checkpoints = nodes.at_pointer("/CheckpointLoaderSimple/input/required/ckpt_name/0");
    checkpoints = json::Array{json::Value("v1-5-pruned-emaonly-fp16.safetensors")};
    auto workflow = text_to_image().workflow().value();
    ASSERT_TRUE(workflow.set("3.seed", 7));  // divan run draws the seed of -1
    const auto verdict =
        validate_prompt(workflow.to_value(), NodeCatalogue::from_json(std::move(nodes)).value());
    EXPECT_TRUE(verdict.accepted) << json::text_or(verdict.error, "message");
}

TEST(BuiltinNodes, CoverNodesOfEveryKind) {
    TypedGraph graph;
    const auto image = graph.add(n::LoadImage{.image = "fox.png"});
    const auto video = graph.add(n::CreateVideo{.images = image.image, .fps = 24});
    graph.add(n::SaveVideo{.video = video.video});
    graph.add(n::PreviewAny{.source = video.video});
    const auto scaled = graph.add(n::Epsilon_Scaling{
        .model = graph
                     .add(n::UNETLoader{.unet_name = "flux.safetensors",
                                        .weight_dtype = n::UNETLoader::WeightDtype::default_})
                     .model});
    graph.add(n::ModelMergeSD1{.model1 = scaled.model, .model2 = scaled.model, .input_blocks_0 = 0.25});
    const auto workflow = graph.workflow();
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(*workflow->get(NodeId{"7"}, "input_blocks.0."), 0.25);
    EXPECT_EQ(*workflow->get(NodeId{"7"}, "out."), 1.0);
    EXPECT_EQ(workflow->class_type(NodeId{"6"}), "Epsilon Scaling");
}

}  // namespace
}  // namespace divan
