#include <gtest/gtest.h>

#include "nodes/tensor_text.hpp"

namespace divan::engine {
namespace {

std::string shown(const std::vector<int>& shape, const std::vector<float>& values) {
    return tensor_text(shape, [&](std::size_t index) { return values[index]; });
}

TEST(NodesTensorText, PrintsSmallTensorsWhole) {
    Image image{1, 1, 2, 3};
    image.values = {0.248F, 0.8F, 0.348F, 0.9F, 0.448F, 1.0F};
    EXPECT_EQ(tensor_text(image),
              "tensor([[[[0.2480, 0.8000, 0.3480],\n          [0.9000, 0.4480, 1.0000]]]])");
}

TEST(NodesTensorText, PrintsWholeNumbersWithAPoint) {
    EXPECT_EQ(shown({3}, {1, 2, 30}), "tensor([ 1.,  2., 30.])");
}

TEST(NodesTensorText, PrintsWideRangesWithExponents) {
    EXPECT_EQ(shown({2}, {1e-6F, 1.0F}), "tensor([1.0000e-06, 1.0000e+00])");
}

TEST(NodesTensorText, NamesTheShapeOfAnEmptyTensor) {
    EXPECT_EQ(shown({1, 0, 5}, {}), "tensor([], size=(1, 0, 5))");
}

TEST(NodesTensorText, ShortensLargeTensors) {
    const std::string text = tensor_text(Mask{1, 64, 64});
    EXPECT_EQ(
        text,
        "tensor([[[0., 0., 0.,  ..., 0., 0., 0.],\n         [0., 0., 0.,  ..., 0., 0., 0.],\n"
        "         [0., 0., 0.,  ..., 0., 0., 0.],\n         ...,\n         [0., 0., 0.,  ..., 0., 0., 0.],\n"
        "         [0., 0., 0.,  ..., 0., 0., 0.],\n         [0., 0., 0.,  ..., 0., 0., 0.]]])");
}

TEST(NodesTensorText, BreaksLongRows) {
    std::vector<float> values;
    for (int i = 0; i < 12; ++i)
        values.push_back(static_cast<float>((i * 7919 + 3 * 104729) % 251) / 250.0F * 4 - 1);
    EXPECT_EQ(shown({1, 1, 12}, values),
              "tensor([[[ 1.9760,  0.1680,  2.3760,  0.5680,  2.7760,  0.9680, -0.8400,\n"
              "           1.3680, -0.4400,  1.7680, -0.0400,  2.1680]]])");
}

}  // namespace
}  // namespace divan::engine
