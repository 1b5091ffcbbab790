#include <algorithm>
#include <cmath>
#include <vector>

#include "nodes/pixels/filters.hpp"
#include "nodes/pixels/tensor_rules.hpp"

namespace divan::engine {

namespace {

/// One axis of the kernel: it runs from −1 to 1, so `sigma` 1 means one radius. The square kernel is its
/// product.
std::vector<float> gaussian(int radius, double sigma) {
    std::vector<double> weights;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        const double x = static_cast<double>(i) / radius;
        weights.push_back(std::exp(-(x * x) / (2.0 * sigma * sigma)));
        sum += weights.back();
    }
    std::vector<float> kernel;
    for (const double weight : weights) kernel.push_back(static_cast<float>(weight / sum));
    return kernel;
}

int reflected(int index, int size) {
    if (index < 0) return -index;
    return index >= size ? 2 * size - 2 - index : index;
}

/// Steps between neighbours along one axis of one batch element.
struct Axis {
    int size;
    std::size_t step;
};

void blur_line(const float* source, float* target, Axis axis, const std::vector<float>& kernel) {
    const int radius = static_cast<int>(kernel.size()) / 2;
    for (int i = 0; i < axis.size; ++i) {
        float sum = 0;
        for (int k = -radius; k <= radius; ++k)
            sum += kernel[static_cast<std::size_t>(k + radius)] *
                   source[static_cast<std::size_t>(reflected(i + k, axis.size)) * axis.step];
        target[static_cast<std::size_t>(i) * axis.step] = sum;
    }
}

Image blurred(const Image& image, const std::vector<float>& kernel) {
    Image wide = image, result = image;
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::size_t row = static_cast<std::size_t>(image.width) * channels;
    for (int b = 0; b < image.batch; ++b) {
        for (int y = 0; y < image.height; ++y)
            for (std::size_t c = 0; c < channels; ++c) {
                const std::size_t begin = image.index(b, y, 0, 0) + c;
                blur_line(image.values.data() + begin, wide.values.data() + begin, {image.width, channels},
                          kernel);
            }
        for (std::size_t i = 0; i < row; ++i) {
            const std::size_t begin = image.index(b, 0, 0, 0) + i;
            blur_line(wide.values.data() + begin, result.values.data() + begin, {image.height, row}, kernel);
        }
    }
    return result;
}

tl::unexpected<NodeFailure> raise_radius(const Image& image, int radius) {
    return raise(
        "RuntimeError",
        fmt::format(
            "Padding size should be less than the corresponding input dimension, but got: padding ({0}, {0}) "
            "at dimension 3 of input [{1}, {2}, {3}, {4}]",
            radius, image.batch, image.channels, image.height, image.width));
}

}  // namespace

NodeResult<Image> blur(const Image& image, int radius, double sigma) {
    if (radius == 0) return image;
    if (radius >= image.width || radius >= image.height) return raise_radius(image, radius);
    return blurred(image, gaussian(radius, sigma));
}

NodeResult<Image> sharpen(const Image& image, int radius, double sigma, double alpha) {
    if (radius == 0) return image;
    if (radius >= image.width || radius >= image.height) return raise_radius(image, radius);
    // The kernel is −10·alpha times the Gaussian, with the centre raised so that all weights add up to 1.
    const auto strength = static_cast<float>(alpha * 10);
    Image result = blurred(image, gaussian(radius, sigma));
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] =
            std::clamp(image.values[i] + strength * (image.values[i] - result.values[i]), 0.0F, 1.0F);
    return result;
}

}  // namespace divan::engine
