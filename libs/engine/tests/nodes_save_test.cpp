#include <gtest/gtest.h>

#include <algorithm>

#include <divan/json/write.hpp>

#include <divan/engine/image_codec.hpp>
#include "nodes/node_values.hpp"
#include "nodes_test_host.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

using testing::Test;

Image picture(int batch = 1) {
    Image image{batch, 5, 6, 3};
    for (std::size_t i = 0; i < image.values.size(); ++i)
        image.values[i] = static_cast<float>(i % 256) / 255.0F;
    return image;
}

class NodesSave : public Test {
protected:
    NodeOutputs save(const std::string& prefix, const Image& image = picture()) {
        return bench.run("SaveImage", {{"images", to_datum(image)}, {"filename_prefix", text(prefix)}});
    }
    static std::string shown(const NodeOutputs& outputs) { return json::write(json::Value(*outputs.ui)); }
    std::string saved(const std::string& name) const {
        return read_file(bench.host.folders().output / name).value();
    }

    NodeBench bench;
};

TEST_F(NodesSave, WritesOneFilePerBatchElementAndNamesThem) {
    EXPECT_EQ(shown(save("rec/img", picture(2))),
              R"({"images":[{"filename":"img_00001_.png","subfolder":"rec","type":"output"},)"
              R"({"filename":"img_00002_.png","subfolder":"rec","type":"output"}]})");
    const std::vector<float> pixels = picture(2).values;
    EXPECT_EQ(decode_image(saved("rec/img_00002_.png")).value().image.values,
              (std::vector<float>{pixels.begin() + 90, pixels.end()}));
}

TEST_F(NodesSave, CountsOnFromTheHighestNumberOfItsOwnPrefix) {
    for (const char* name : {"img_00007_.png", "img_00003_.webp", "image_00020_.png", "img_x_.png"})
        ASSERT_TRUE(write_file(bench.host.folders().output / name, "x"));
    EXPECT_NE(shown(save("img")).find("img_00008_.png"), std::string::npos);
}

TEST_F(NodesSave, ReplacesTokensInThePrefix) {
    const std::string names = shown(save("%width%x%height%_%year%/n"));
    EXPECT_NE(names.find(R"("subfolder":"6x5_20)"), std::string::npos) << names;
}

TEST_F(NodesSave, ReplacesTheBatchNumberAndThereforeStartsAtOneAgain) {
    save("b%batch_num%");
    EXPECT_NE(shown(save("b%batch_num%")).find("b0_00001_.png"), std::string::npos);
}

TEST_F(NodesSave, RefusesAPrefixThatLeadsOutOfTheFolder) {
    const auto outputs =
        bench.try_run("SaveImage", {{"images", to_datum(picture())}, {"filename_prefix", text("../../out")}});
    ASSERT_FALSE(outputs);
    const std::string root = bench.host.folders().output.string(),
                      home = bench.host.folders().output.parent_path().parent_path().string();
    EXPECT_EQ(outputs.error().type, "Exception");
    EXPECT_EQ(outputs.error().message,
              "**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: " +
                  home + "\n         output_dir: " + root + "\n         commonpath: " + home);
}

TEST_F(NodesSave, PutsPromptAndWorkflowIntoTextChunksAsPythonWouldWriteThem) {
    bench.host.prompt_["3"] = json::Object{{"is_changed", json::Array{std::nan("")}}, {"text", "caf\u00e9"}};
    bench.host.extra = json::Object{{"workflow", json::Object{{"nodes", json::Array{}}}}};
    save("meta");
    const auto chunks = decode_image(saved("meta_00001_.png")).value().text_chunks;
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[0], (std::pair<std::string, std::string>{
                             "prompt", R"({"3": {"is_changed": [NaN], "text": "caf\u00e9"}})"}));
    EXPECT_EQ(chunks[1], (std::pair<std::string, std::string>{"workflow", R"({"nodes": []})"}));
}

TEST_F(NodesSave, FailsWhenExtraPnginfoIsNoObject) {
    bench.host.extra = json::Value("text");
    const auto outputs =
        bench.try_run("SaveImage", {{"images", to_datum(picture())}, {"filename_prefix", text("x")}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().type, "TypeError");
}

TEST_F(NodesSave, MarksAStandInPictureInItsFile) {
    const Datum marked_picture = to_datum(StandIn<Image>{picture(), "stand-in picture: of a test"});
    bench.run("SaveImage", {{"images", bench.first("ImageInvert", {{"image", marked_picture}})},
                            {"filename_prefix", text("s")}});
    const auto chunks = decode_image(saved("s_00001_.png")).value().text_chunks;
    EXPECT_EQ(chunks.back(), (std::pair<std::string, std::string>{"divan", "stand-in picture: of a test"}));
}

TEST_F(NodesSave, PreviewsGoToTempUnderOneSuffixPerInstance) {
    const NodeOutputs first = bench.run("PreviewImage", {{"images", to_datum(picture())}});
    const std::string one = shown(first),
                      two = shown(bench.run("PreviewImage", {{"images", to_datum(picture())}}));
    const auto at = one.find("ComfyUI_temp_");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(one.substr(at + 18, 12), "_00001_.png\"");
    EXPECT_EQ(two.substr(at, 18), one.substr(at, 18));
    EXPECT_NE(two.find("_00002_.png\",\"subfolder\":\"\",\"type\":\"temp\""), std::string::npos) << two;
}

TEST_F(NodesSave, CutsValuesOffInsteadOfRoundingThem) {
    Image image{1, 1, 4, 3, 0};
    image.values = {-1, 2, 0.5F, 0.9999F, 0.00391F, 0.00393F, 0, 1, std::nanf(""), 0.25F, 0.75F, 0.1F};
    save("cut", image);
    const auto values = decode_image(saved("cut_00001_.png")).value().image.values;
    const std::vector<int> expected{0, 255, 127, 254, 0, 1, 0, 255, 0, 63, 191, 25};
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(std::lround(values[i] * 255), expected[i]) << i;
}

TEST_F(NodesSave, SavesABatchAsOneAnimatedWebp) {
    const NodeOutputs outputs = bench.run("SaveAnimatedWEBP", {{"images", to_datum(picture(3))},
                                                               {"filename_prefix", text("a")},
                                                               {"fps", number(10)},
                                                               {"lossless", truth(true)},
                                                               {"quality", whole(80)},
                                                               {"method", text("default")}});
    EXPECT_EQ(
        shown(outputs),
        R"({"images":[{"filename":"a_00001_.webp","subfolder":"","type":"output"}],"animated":[true]})");
    const std::string bytes = saved("a_00001_.webp");
    EXPECT_NE(bytes.find("prompt:{}"), std::string::npos);
    const Image read = decode_image(bytes).value().image;
    EXPECT_EQ(read.batch, 3);
    EXPECT_EQ(read.values, picture(3).values);
}

TEST_F(NodesSave, SavesABatchAsOneAnimatedPng) {
    bench.run("SaveAnimatedPNG", {{"images", to_datum(picture(3))},
                                  {"filename_prefix", text("p")},
                                  {"fps", number(4)},
                                  {"compress_level", whole(4)}});
    const std::string bytes = saved("p_00001_.png");
    EXPECT_NE(bytes.find("acTL"), std::string::npos);
    EXPECT_NE(bytes.find(std::string{"comfprompt\0{}", 13}), std::string::npos);
    EXPECT_EQ(decode_image(bytes).value().image.values, picture().values);
}

}  // namespace
}  // namespace divan::engine
