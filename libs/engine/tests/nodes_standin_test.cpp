#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "nodes_studio.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

TEST(NodesStandIn, PaintsTheSamePictureForTheSameInputs) {
    EXPECT_EQ(Studio{}.picture("a red fox in snow", 5).values,
              Studio{}.picture("a red fox in snow", 5).values);
}

TEST(NodesStandIn, PaintsAnotherPictureForAnotherSeedPromptOrNegative) {
    Studio studio;
    const Image fox = studio.picture("a red fox in snow", 5);
    EXPECT_GT(distance(fox, studio.picture("a red fox in snow", 6)), 0.01);
    EXPECT_GT(distance(fox, studio.picture("a black cat at the sea", 5)), 0.05);
    auto order = studio.order("a red fox in snow", 5, studio.empty(64, 64));
    order.emplace_back("negative", studio.words("fox"));
    EXPECT_GT(distance(fox, studio.decode(studio.bench.first("KSampler", order))), 0.005);
}

TEST(NodesStandIn, ShowsTheNamedLight) {
    Studio studio;
    const auto brightness = [](const Image& image) {
        double sum = 0;
        for (const float value : image.values) sum += static_cast<double>(value);
        return sum / static_cast<double>(image.values.size());
    };
    EXPECT_GT(brightness(studio.picture("meadow at noon, sunny day")),
              1.5 * brightness(studio.picture("meadow at midnight")));
}

TEST(NodesStandIn, GivesTheLatentItsTrueShape) {
    Studio studio;
    const Latent four = *studio.empty(72, 40, 2).get<Latent>();
    EXPECT_EQ((std::array{four.batch, four.channels, four.height, four.width}), (std::array{2, 4, 5, 9}));
    const Datum wide = studio.bench.first(
        "EmptySD3LatentImage", {{"width", whole(64)}, {"height", whole(32)}, {"batch_size", whole(1)}});
    EXPECT_EQ(wide.get<Latent>()->channels, 16);
    const Image decoded = studio.decode(studio.sample("hills", 1, studio.empty(72, 40, 2)));
    EXPECT_EQ((std::array{decoded.batch, decoded.height, decoded.width, decoded.channels}),
              (std::array{2, 40, 72, 3}));
}

TEST(NodesStandIn, PaintsEachBatchElementWithNoiseOfItsOwn) {
    Studio studio;
    const Datum batch = studio.sample("hills", 3, studio.empty(64, 64, 2));
    const Image both = studio.decode(batch);
    const Image second = *object_in<Image>(studio.bench.first(
        "ImageFromBatch", {{"image", to_datum(both)}, {"batch_index", whole(1)}, {"length", whole(1)}}));
    EXPECT_GT(distance(studio.picture("hills", 3), second), 0.005);
    const Datum one = studio.bench.first(
        "LatentFromBatch",
        {{"samples", studio.empty(64, 64, 2)}, {"batch_index", whole(1)}, {"length", whole(1)}});
    EXPECT_EQ(studio.decode(studio.sample("hills", 3, one)).values, second.values);
}

TEST(NodesStandIn, ReportsEachStepWithAPreviewOfTheLatentsSize) {
    Studio studio;
    studio.bench.host.previews = true;
    studio.sample("sea", 1, studio.empty(128, 64));
    ASSERT_EQ(studio.bench.host.steps.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        const RecordingHost::Step& step = studio.bench.host.steps[i];
        EXPECT_EQ(step.value, static_cast<double>(i + 1));
        EXPECT_EQ(step.max, 4);
        ASSERT_TRUE(step.preview);
        EXPECT_EQ((std::array{step.preview->width, step.preview->height}), (std::array{16, 8}));
    }
}

TEST(NodesStandIn, LetsThePictureComeOutOfTheNoise) {
    Studio studio;
    studio.bench.host.previews = true;
    studio.sample("sea", 1, studio.empty(128, 128));
    const auto& steps = studio.bench.host.steps;
    const Image& last = *steps.back().preview;
    EXPECT_GT(distance(*steps[0].preview, last), distance(*steps[1].preview, last));
    EXPECT_GT(distance(*steps[1].preview, last), distance(*steps[2].preview, last));
}

TEST(NodesStandIn, StopsAtTheStepThatReportsAnInterruption) {
    Studio studio;
    studio.bench.host.interrupt_at = 2;
    const auto outputs = studio.bench.try_run("KSampler", studio.order("sea", 1, studio.empty(64, 64)));
    ASSERT_FALSE(outputs);
    EXPECT_TRUE(outputs.error().interrupted);
    EXPECT_EQ(studio.bench.host.steps.size(), 2U);
}

TEST(NodesStandIn, KeepsMoreOfTheOldPictureTheLessNoiseItGets) {
    Studio studio;
    const Image old = studio.picture("city at night", 9);
    double before = -1;
    for (const double denoise : {0.0, 0.2, 0.5, 0.8, 1.0}) {
        const double moved =
            distance(old, studio.decode(studio.sample("desert at noon", 4, studio.encode(old), denoise)));
        EXPECT_GT(moved, before) << denoise;
        before = moved;
    }
    EXPECT_EQ(studio.decode(studio.sample("desert at noon", 4, studio.encode(old), 0)).values, old.values);
    EXPECT_EQ(studio.decode(studio.sample("desert at noon", 4, studio.encode(old), 1)).values,
              studio.picture("desert at noon", 4).values);
}

TEST(NodesStandIn, PaintsOnlyInsideTheNoiseMask) {
    Studio studio;
    const Image old = studio.picture("city at night", 9);
    Mask right{1, 64, 64};
    for (int y = 0; y < 64; ++y)
        for (int x = 32; x < 64; ++x) right.at(0, y, x) = 1;
    const Datum masked = studio.bench.first("SetLatentNoiseMask",
                                            {{"samples", studio.encode(old)}, {"mask", to_datum(right)}});
    const Image painted = studio.decode(studio.sample("desert at noon", 4, masked));
    for (int y = 0; y < 64; ++y) EXPECT_EQ(painted.at(0, y, 31, 1), old.at(0, y, 31, 1));
    const Image fresh = studio.picture("desert at noon", 4);
    for (int y = 0; y < 64; ++y) EXPECT_EQ(painted.at(0, y, 32, 1), fresh.at(0, y, 32, 1));
}

TEST(NodesStandIn, MakesTheHoleGreyBeforeInpainting) {
    Studio studio;
    Mask hole{1, 32, 32};
    hole.at(0, 16, 16) = 1;
    const Datum latent =
        studio.bench.first("VAEEncodeForInpaint", {{"pixels", to_datum(Image{1, 32, 32, 3, 1.0F})},
                                                   {"vae", studio.vae},
                                                   {"mask", to_datum(hole)},
                                                   {"grow_mask_by", whole(6)}});
    const Latent& encoded = *latent.get<Latent>();
    EXPECT_EQ(encoded.picture->at(0, 16, 16, 0), 0.5F);
    EXPECT_EQ(encoded.picture->at(0, 16, 17, 0), 1.0F);
    // A square of 6 × 6 ones with 3 pixels of padding: 3 to the right and below, 2 to the left and above.
    EXPECT_EQ(encoded.noise_mask->at(0, 19, 19), 1.0F);
    EXPECT_EQ(encoded.noise_mask->at(0, 14, 14), 1.0F);
    EXPECT_EQ(encoded.noise_mask->at(0, 20, 16), 0.0F);
    EXPECT_EQ(encoded.noise_mask->at(0, 13, 16), 0.0F);
}

TEST(NodesStandIn, SplitsASamplingIntoTwoStages) {
    Studio studio;
    const auto stage = [&](const Datum& latent, int first, int last, const char* noise,
                           const char* leftover) {
        return studio.bench.first("KSamplerAdvanced", {{"model", studio.model},
                                                       {"add_noise", text(noise)},
                                                       {"noise_seed", whole(7)},
                                                       {"steps", whole(10)},
                                                       {"cfg", number(7)},
                                                       {"sampler_name", text("euler")},
                                                       {"scheduler", text("normal")},
                                                       {"positive", studio.words("lake")},
                                                       {"negative", studio.words("")},
                                                       {"latent_image", latent},
                                                       {"start_at_step", whole(first)},
                                                       {"end_at_step", whole(last)},
                                                       {"return_with_leftover_noise", text(leftover)}});
    };
    const Datum half = stage(studio.empty(64, 64), 0, 6, "enable", "enable");
    EXPECT_NEAR(half.get<Latent>()->noise_left, 0.4, 1e-9);
    EXPECT_EQ(studio.bench.host.steps.size(), 6U);
    const Datum whole_picture = stage(half, 6, 10000, "disable", "disable");
    EXPECT_EQ(whole_picture.get<Latent>()->noise_left, 0);
    EXPECT_EQ(studio.bench.host.steps.size(), 10U);
    EXPECT_GT(distance(studio.decode(half), studio.decode(whole_picture)), 0.03);
}

TEST(NodesStandIn, SamplesThroughGuiderAndSigmas) {
    Studio studio;
    const Datum sigmas = studio.bench.first("BasicScheduler", {{"model", studio.model},
                                                               {"scheduler", text("simple")},
                                                               {"steps", whole(3)},
                                                               {"denoise", number(1)}});
    const Datum guider = studio.bench.first(
        "BasicGuider", {{"model", studio.model}, {"conditioning", studio.words("aurora over mountains")}});
    const Datum noise = studio.bench.first("RandomNoise", {{"noise_seed", whole(11)}});
    const Datum sampler = studio.bench.first("KSamplerSelect", {{"sampler_name", text("euler")}});
    const NodeOutputs outputs =
        studio.bench.run("SamplerCustomAdvanced", {{"noise", noise},
                                                   {"guider", guider},
                                                   {"sampler", sampler},
                                                   {"sigmas", sigmas},
                                                   {"latent_image", studio.empty(64, 64)}});
    EXPECT_EQ(outputs.slots.size(), 2U);
    EXPECT_EQ(studio.bench.host.steps.size(), 3U);
    EXPECT_FALSE(origin_of(outputs.slots[0][0]).empty());
}

}  // namespace
}  // namespace divan::engine
