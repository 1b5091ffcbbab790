#include <gtest/gtest.h>

#include <divan/json/parse.hpp>

#include <divan/engine/image_codec.hpp>
#include "nodes/node_values.hpp"
#include "nodes_test_host.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

constexpr std::string_view kData = DIVAN_SOURCE_DIR "/libs/engine/tests/data/";

/// What LoadImage of ComfyUI 0.3.64 (Pillow 13) made of each picture in tests/data/pictures.
const json::Object& recorded() {
    static const json::Value document =
        json::parse(read_file(std::string{kData} + "load_image.json").value()).value();
    return *json::object_of(document);
}

std::vector<std::string> recorded_files() {
    std::vector<std::string> files;
    for (const auto& member : recorded()) files.emplace_back(member.key());
    return files;
}

std::vector<int> integers(const json::Value& array) {
    std::vector<int> numbers;
    for (const json::Value& value : *json::array_of(array))
        numbers.push_back(static_cast<int>(json::to_int64(value).value()));
    return numbers;
}

void copy_in(const RecordingHost& host, const std::string& file) {
    std::filesystem::copy_file(std::string{kData} + "pictures/" + file, host.folders().input / file);
}

/// Lossy formats may differ by the version of their decoder.
int tolerance(const std::string& file) {
    return file.ends_with(".jpg") || file == "lossy.webp" ? 2 : file == "grey16.png" ? 1 : 0;
}

void expect_near(const std::vector<float>& values, const std::vector<int>& expected, int tolerance) {
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_LE(std::abs(static_cast<int>(std::lround(values[i] * 255)) - expected[i]), tolerance)
            << "value " << i;
}

class NodesLoad : public testing::TestWithParam<std::string> {};

TEST_P(NodesLoad, ReadsThePictureAndMaskThatComfyUIReads) {
    const json::Value& expected = recorded().at(GetParam());
    NodeBench bench;
    copy_in(bench.host, GetParam());
    const NodeOutputs outputs = bench.run("LoadImage", {{"image", text(GetParam())}});
    const Image& image = *object_in<Image>(outputs.slots[0][0]);
    const Mask& mask = *object_in<Mask>(outputs.slots[1][0]);
    EXPECT_EQ((std::vector{image.batch, image.height, image.width, image.channels}),
              integers(*json::find(expected, "shape")));
    expect_near(image.values, integers(*json::find(expected, "values")), tolerance(GetParam()));
    EXPECT_EQ((std::vector{mask.batch, mask.height, mask.width}),
              integers(*json::find(expected, "mask_shape")));
    if (json::array_of(*json::find(expected, "mask")))
        expect_near(mask.values, integers(*json::find(expected, "mask")), 0);
}

TEST_P(NodesLoad, ChangesWithTheSha256OfTheFile) {
    NodeBench bench;
    copy_in(bench.host, GetParam());
    NodeInputs inputs;
    inputs.set("image", text(GetParam()));
    const auto changed = bench.registry.find("LoadImage")->is_changed(inputs, bench.host.folders());
    ASSERT_TRUE(changed);
    EXPECT_EQ(json::text_of(*changed), json::text_or(recorded().at(GetParam()), "is_changed"));
}

TEST_P(NodesLoad, ReadsAMaskOfTheRecordedShape) {
    NodeBench bench;
    copy_in(bench.host, GetParam());
    const Datum datum =
        bench.first("LoadImageMask", {{"image", text(GetParam())}, {"channel", text("alpha")}});
    const Mask& mask = *object_in<Mask>(datum);
    EXPECT_EQ((std::vector{mask.batch, mask.height, mask.width}),
              integers(*json::find(recorded().at(GetParam()), "alpha_mask_shape")));
}

std::string file_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    for (char& letter : name)
        if (!std::isalnum(static_cast<unsigned char>(letter))) letter = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Pictures, NodesLoad, testing::ValuesIn(recorded_files()), file_name);

json::Value validated(NodeBench& bench, const std::string& name) {
    NodeInputs inputs;
    inputs.set("image", text(name));
    return bench.registry.find("LoadImage")->validate(inputs, bench.host.folders());
}

TEST(NodesLoadRules, RefusesAFileThatIsNotThere) {
    NodeBench bench;
    EXPECT_EQ(validated(bench, "no-such.png"), json::Value("Invalid image file: no-such.png"));
}

TEST(NodesLoadRules, FindsAFileInTheFolderThatItsNameMentions) {
    NodeBench bench;
    ASSERT_TRUE(write_file(bench.host.folders().output / "a.png", encode_png(Image{1, 2, 2, 3}, 0)));
    EXPECT_EQ(validated(bench, "a.png [output]"), json::Value(true));
    EXPECT_EQ(validated(bench, "a.png"), json::Value("Invalid image file: a.png"));
}

TEST(NodesLoadRules, RefusesAPathThatLeadsOutOfTheFolder) {
    NodeBench bench;
    ASSERT_TRUE(write_file(bench.host.folders().input.parent_path() / "secret.png",
                           encode_png(Image{1, 2, 2, 3}, 0)));
    EXPECT_EQ(validated(bench, "../secret.png"), json::Value("Invalid image file: ../secret.png"));
}

TEST(NodesLoadRules, SaysThatAFileIsNoPicture) {
    NodeBench bench;
    ASSERT_TRUE(write_file(bench.host.folders().input / "fake.png", "\x89PNG\r\n\x1a\n and then nothing"));
    const auto outputs = bench.try_run("LoadImage", {{"image", text("fake.png")}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().type, "PIL.UnidentifiedImageError");
}

TEST(NodesLoadRules, KeepsTheMarkOfASavedStandIn) {
    NodeBench bench;
    ASSERT_TRUE(write_file(bench.host.folders().input / "s.png",
                           encode_png(Image{1, 2, 2, 3}, 0, {{"divan", "stand-in picture"}})));
    EXPECT_EQ(origin_of(bench.first("LoadImage", {{"image", text("s.png")}})), "stand-in picture");
}

}  // namespace
}  // namespace divan::engine
