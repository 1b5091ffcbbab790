#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "nodes/node_values.hpp"
#include "nodes_test_host.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

/// Calls of the real nodes of ComfyUI 0.3.64 (PyTorch 2, Pillow 13) with what they answered.
const json::Array& recorded_calls() {
    static const json::Value document =
        json::parse(read_file(DIVAN_SOURCE_DIR "/libs/engine/tests/data/node_values.json").value()).value();
    return *json::array_of(document);
}

/// The pseudo-random content that the recorder used, too.
std::vector<float> content(std::size_t count, std::int64_t salt) {
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>((static_cast<std::int64_t>(i) * 7919 + salt * 104729) % 251) /
                         250.0F);
    return values;
}

int side(const json::Array& shape, std::size_t index) {
    return static_cast<int>(json::to_int64(shape[index]).value());
}

Datum input_of(const json::Value& spec) {
    if (const json::Value* image = json::find(spec, "image")) {
        const json::Array& s = *json::array_of(*image);
        Image made{side(s, 0), side(s, 1), side(s, 2), side(s, 3)};
        made.values = content(made.values.size(), side(s, 4));
        return to_datum(std::move(made));
    }
    if (const json::Value* mask = json::find(spec, "mask")) {
        const json::Array& s = *json::array_of(*mask);
        Mask made{side(s, 0), side(s, 1), side(s, 2)};
        made.values = content(made.values.size(), side(s, 3));
        return to_datum(std::move(made));
    }
    return Datum{spec};
}

struct Pixels {
    std::vector<int> shape;
    std::vector<float> values;
};

Pixels pixels_of(const Datum& datum) {
    if (const Image* image = object_in<Image>(datum))
        return {{image->batch, image->height, image->width, image->channels}, image->values};
    const Mask* mask = object_in<Mask>(datum);
    return mask ? Pixels{{mask->batch, mask->height, mask->width}, mask->values} : Pixels{};
}

class NodesValues : public testing::TestWithParam<std::size_t> {};

TEST_P(NodesValues, EqualComfyUIsWithinOne255th) {
    const json::Value& call = recorded_calls()[GetParam()];
    SCOPED_TRACE(json::write(*json::find(call, "inputs")));
    NodeBench bench;
    NodeBench::Given given;
    for (const auto& member : *json::object_of(*json::find(call, "inputs")))
        given.emplace_back(member.key(), input_of(member.value()));
    const NodeOutputs outputs = bench.run(json::text_or(call, "class"), given);

    const json::Array& expected = *json::array_of(*json::find(call, "outputs"));
    ASSERT_EQ(outputs.slots.size(), expected.size());
    for (std::size_t slot = 0; slot < expected.size(); ++slot) {
        const Pixels got = pixels_of(outputs.slots[slot].at(0));
        std::vector<int> shape;
        for (const json::Value& length : *json::array_of(*json::find(expected[slot], "shape")))
            shape.push_back(static_cast<int>(json::to_int64(length).value()));
        ASSERT_EQ(got.shape, shape);
        const json::Array& values = *json::array_of(*json::find(expected[slot], "values"));
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_NEAR(static_cast<double>(got.values[i]), json::to_double(values[i]).value(), 0.5 / 255)
                << "value " << i;
    }
}

std::string call_name(const testing::TestParamInfo<std::size_t>& info) {
    return json::text_or(recorded_calls()[info.param], "class") + std::to_string(info.param);
}

INSTANTIATE_TEST_SUITE_P(Recorded, NodesValues, testing::Range<std::size_t>(0, recorded_calls().size()),
                         call_name);

TEST(NodesValuesErrors, RefusesAnImageThatDoesNotFitIntoMemory) {
    NodeBench bench;
    const auto outputs = bench.try_run("EmptyImage", {{"width", whole(16384)},
                                                      {"height", whole(16384)},
                                                      {"batch_size", whole(4096)},
                                                      {"color", whole(0)}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().type, "RuntimeError");
    EXPECT_NE(outputs.error().message.find("can't allocate memory"), std::string::npos);
}

TEST(NodesValuesErrors, SaysWhichInputIsOfAnotherKind) {
    NodeBench bench;
    const auto outputs = bench.try_run("ImageInvert", {{"image", text("not an image")}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().type, "TypeError");
    EXPECT_NE(outputs.error().message.find("'image'"), std::string::npos);
}

TEST(NodesValuesErrors, RaisesPyTorchsErrorForATargetWithoutPixels) {
    NodeBench bench;
    const auto outputs = bench.try_run("ImageScaleBy", {{"image", to_datum(Image{1, 4, 4, 3})},
                                                        {"upscale_method", text("area")},
                                                        {"scale_by", number(0.01)}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().message,
              "Input and output sizes should be greater than 0, but got input (H: 4, W: 4) output "
              "(H: 0, W: 0)");
}

TEST(NodesValuesErrors, RefusesTheAlphaChannelThatAnImageLacks) {
    NodeBench bench;
    const auto outputs =
        bench.try_run("ImageToMask", {{"image", to_datum(Image{1, 2, 2, 3})}, {"channel", text("alpha")}});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().message, "index 3 is out of bounds for dimension 3 with size 3");
}

}  // namespace
}  // namespace divan::engine
