#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include <divan/engine/image_codec.hpp>
#include "nodes_studio.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

TEST(NodesStandInModels, WaitsForLoadingAndForEachStep) {
    ModelCosts costs = ModelCosts::builtin();
    costs.costs["v1-5-pruned-emaonly-fp16.safetensors"] = ModelCost{2, 0, 16};
    Studio studio{costs};
    EXPECT_EQ(studio.bench.host.waited, std::chrono::seconds{2});
    studio.sample("sea", 1, studio.empty(256, 256));  // a sixteenth of a megapixel: a second a step
    EXPECT_EQ(studio.bench.host.waited, std::chrono::seconds{6});
}

TEST(NodesStandInModels, RunsOutOfMemoryWhenModelAndLoraNeedMoreThanTheCardHas) {
    ModelCosts costs = ModelCosts::builtin();
    costs.vram_total_gb = 8;
    costs.costs["v1-5-pruned-emaonly-fp16.safetensors"] = ModelCost{0, 6, 0};
    costs.costs["add_detail.safetensors"] = ModelCost{0, 3, 0};
    Studio studio{costs};
    EXPECT_TRUE(studio.bench.try_run("KSampler", studio.order("sea", 1, studio.empty(64, 64))));
    studio.model = studio.bench.first("LoraLoaderModelOnly", {{"model", studio.model},
                                                              {"lora_name", text("add_detail.safetensors")},
                                                              {"strength_model", number(1)}});
    const auto outputs = studio.bench.try_run("KSampler", studio.order("sea", 1, studio.empty(64, 64)));
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().type, "torch.OutOfMemoryError");
    EXPECT_TRUE(outputs.error().message.starts_with("Allocation on device")) << outputs.error().message;
}

TEST(NodesStandInModels, TintsThePictureByTheLorasStrength) {
    Studio studio;
    const Image plain = studio.picture("hills", 2);
    const Datum model = studio.model;
    double before = 0;
    for (const double strength : {0.3, 1.0}) {
        studio.model =
            studio.bench.first("LoraLoaderModelOnly", {{"model", model},
                                                       {"lora_name", text("warm_light.safetensors")},
                                                       {"strength_model", number(strength)}});
        const double moved = distance(plain, studio.picture("hills", 2));
        EXPECT_GT(moved, before + 0.005);
        before = moved;
    }
}

TEST(NodesStandInModels, LetsAControlPictureShowThrough) {
    Studio studio;
    Image stripes{1, 64, 64, 3};
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x)
            for (int c = 0; c < 3; ++c) stripes.at(0, y, x, c) = x % 32 < 16 ? 1.0F : 0.0F;
    const Datum net = studio.bench.first(
        "ControlNetLoader", {{"control_net_name", text("control_v11p_sd15_canny_fp16.safetensors")}});
    const NodeOutputs applied =
        studio.bench.run("ControlNetApplyAdvanced", {{"positive", studio.words("hills")},
                                                     {"negative", studio.words("")},
                                                     {"control_net", net},
                                                     {"image", to_datum(stripes)},
                                                     {"strength", number(1)},
                                                     {"start_percent", number(0)},
                                                     {"end_percent", number(1)}});
    auto order = studio.order("hills", 2, studio.empty(64, 64));
    order.emplace_back("positive", applied.slots[0][0]);
    const Image image = studio.decode(studio.bench.first("KSampler", order));
    double light = 0, dark = 0;
    for (int y = 0; y < 64; ++y) {
        light += static_cast<double>(image.at(0, y, 8, 1));
        dark += static_cast<double>(image.at(0, y, 24, 1));
    }
    EXPECT_GT(light, dark * 1.2);
}

TEST(NodesStandInModels, RefusesALatentWithAnotherModelsChannels) {
    Studio studio;
    Latent wide;
    wide.channels = 16;
    wide.height = wide.width = 8;
    wide.picture = Image{1, 64, 64, 3};
    const auto outputs = studio.bench.try_run("KSampler", studio.order("sea", 1, to_datum(wide)));
    ASSERT_FALSE(outputs);
    EXPECT_NE(outputs.error().message.find("to have 4 channels, but got 16 channels"), std::string::npos);
}

TEST(NodesStandInModels, SaysOncePerClassThatItStandsIn) {
    Studio studio;
    for (int i = 0; i < 2; ++i) studio.sample("sea", i, studio.empty(64, 64));
    const auto& lines = studio.bench.host.lines;
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                            [](const std::string& line) { return line.starts_with("KSampler:"); }),
              1);
}

TEST(NodesStandInModels, WritesThePictureWithItsMark) {
    Studio studio;
    const Datum picture = studio.bench.first(
        "VAEDecode", {{"samples", studio.sample("sea", 42, studio.empty(64, 64))}, {"vae", studio.vae}});
    studio.bench.run("SaveImage", {{"images", picture}, {"filename_prefix", text("sea")}});
    const auto decoded =
        decode_image(read_file(studio.bench.host.folders().output / "sea_00001_.png").value());
    EXPECT_EQ(decoded->text_chunks.back().first, "divan");
    EXPECT_TRUE(decoded->text_chunks.back().second.starts_with("stand-in picture: "));
}

TEST(NodesStandInModels, EnlargesByTheFactorInTheModelsName) {
    Studio studio;
    const Datum model =
        studio.bench.first("UpscaleModelLoader", {{"model_name", text("RealESRGAN_x2plus.pth")}});
    const Datum large = studio.bench.first(
        "ImageUpscaleWithModel", {{"upscale_model", model}, {"image", to_datum(Image{1, 10, 600, 3, 0.5F})}});
    EXPECT_EQ(object_in<Image>(large)->width, 1200);
    EXPECT_EQ(object_in<Image>(large)->height, 20);
    EXPECT_EQ(studio.bench.host.steps.size(), 2U);  // two tiles of 512 with an overlap of 32
    EXPECT_FALSE(origin_of(large).empty());
}

TEST(NodesStandInModels, KeepsTheSizesOfLatentUpscaling) {
    Studio studio;
    const Datum large =
        studio.bench.first("LatentUpscale", {{"samples", studio.encode(Image{1, 64, 128, 3, 0.5F})},
                                             {"upscale_method", text("bislerp")},
                                             {"width", whole(256)},
                                             {"height", whole(0)},
                                             {"crop", text("disabled")}});
    const Latent& latent = *large.get<Latent>();
    EXPECT_EQ((std::array{latent.width, latent.height}), (std::array{32, 16}));
    EXPECT_EQ((std::array{latent.picture->width, latent.picture->height}), (std::array{256, 128}));
}

}  // namespace
}  // namespace divan::engine
