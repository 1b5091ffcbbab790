#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/protocol/outputs.hpp>

namespace divan::protocol {
namespace {

NodeOutputs outputs_of(std::string_view ui) {
    return read_node_outputs(NodeId{"9"}, json::parse(ui).value());
}

TEST(Outputs, AnImageIsAFile) {
    const auto outputs =
        outputs_of(R"({"images": [{"filename": "a.png", "subfolder": "rec", "type": "output"}]})");
    ASSERT_EQ(outputs.files.size(), 1U);
    EXPECT_EQ(outputs.files[0].filename, "a.png");
    EXPECT_EQ(outputs.files[0].subfolder, "rec");
    EXPECT_EQ(outputs.files[0].kind, OutputKind::image);
    EXPECT_EQ(outputs.files[0].node, NodeId{"9"});
}

TEST(Outputs, AVideoUnderImagesIsAVideo) {
    const auto outputs =
        outputs_of(R"({"images": [{"filename": "a.mp4", "type": "output"}], "animated": [true]})");
    EXPECT_EQ(outputs.files.at(0).kind, OutputKind::video);
    EXPECT_TRUE(outputs.files.at(0).animated);
}

TEST(Outputs, EveryKeyIsWalked) {
    const auto outputs = outputs_of(
        R"({"gifs": [{"filename": "a", "format": "video/h264-mp4"}], "audio": [{"filename": "b.flac"}],)"
        R"( "3d": [{"filename": "c.glb"}], "latents": [{"filename": "d.latent"}], "surprise": [{"filename": "e.bin"}]})");
    std::vector<OutputKind> kinds;
    for (const OutputFile& file : outputs.files) kinds.push_back(file.kind);
    EXPECT_EQ(kinds, (std::vector{OutputKind::video, OutputKind::audio, OutputKind::model_3d,
                                  OutputKind::latent, OutputKind::other}));
}

TEST(Outputs, TextsAreKeptWithTheirKey) {
    const auto outputs = outputs_of(R"({"text": ["hello", "world"], "values": [NaN, 1.5]})");
    ASSERT_EQ(outputs.texts.size(), 2U);
    EXPECT_EQ(outputs.texts[1].text, "world");
    EXPECT_TRUE(outputs.files.empty());
}

TEST(Outputs, ASingleRecordWithoutAListIsTaken) {
    EXPECT_EQ(outputs_of(R"({"video": {"filename": "v.webm"}})").files.size(), 1U);
}

TEST(Outputs, AFileWithoutATypeLiesInTheOutputFolder) {
    EXPECT_EQ(outputs_of(R"({"images": [{"filename": "a.png"}]})").files.at(0).type, "output");
}

TEST(Outputs, WhatCustomNodesAddIsKept) {
    const auto outputs = outputs_of(R"({"gifs": [{"filename": "a.mp4", "frame_rate": 8.0}]})");
    EXPECT_NE(json::find(outputs.files.at(0).raw, "frame_rate"), nullptr);
}

TEST(Outputs, NullAndOddShapesShowNothing) {
    for (const char* ui :
         {"null", "[]", "3", R"({"images": null})", R"({"images": [null, 3, {}, {"filename": 7}]})"})
        EXPECT_TRUE(outputs_of(ui).files.empty()) << ui;
}

}  // namespace
}  // namespace divan::protocol
