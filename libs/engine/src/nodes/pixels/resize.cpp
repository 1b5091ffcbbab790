#include "nodes/pixels/resize.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "nodes/pixels/pillow_resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"

namespace divan::engine {

namespace {

/// One source sample and its share in a target sample.
struct Tap {
    std::size_t index;
    float weight;
};
using Taps = std::vector<Tap>;

Tap tap(int index, int size, float weight) {
    return {static_cast<std::size_t>(std::clamp(index, 0, size - 1)), weight};
}

Taps nearest_taps(int target, int from, int to) {
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    return {tap(static_cast<int>(std::floor((static_cast<float>(target) + 0.5F) * scale)), from, 1)};
}

Taps linear_taps(int target, int from, int to) {
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const float place = std::max(0.0F, (static_cast<float>(target) + 0.5F) * scale - 0.5F);
    const int first = static_cast<int>(place);
    const float share = place - static_cast<float>(first);
    return {tap(first, from, 1 - share), tap(first + 1, from, share)};
}

/// Keys' cubic with a = −0.75, as PyTorch has it; `x` is a distance from 0 to 2.
float cubic(float x) {
    constexpr float a = -0.75F;
    if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

Taps cubic_taps(int target, int from, int to) {
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const float place = (static_cast<float>(target) + 0.5F) * scale - 0.5F;
    const float floor = std::floor(place), share = place - floor;
    const int first = static_cast<int>(floor);
    return {tap(first - 1, from, cubic(share + 1)), tap(first, from, cubic(share)),
            tap(first + 1, from, cubic(1 - share)), tap(first + 2, from, cubic(2 - share))};
}

Taps area_taps(int target, int from, int to) {
    const auto begin = static_cast<int>(static_cast<long long>(target) * from / to);
    const auto end = static_cast<int>((static_cast<long long>(target + 1) * from + to - 1) / to);
    Taps taps;
    for (int i = begin; i < end; ++i) taps.push_back(tap(i, from, 1.0F / static_cast<float>(end - begin)));
    return taps;
}

using TapRule = Taps (*)(int target, int from, int to);

TapRule rule_of(std::string_view method) {
    if (method == "nearest-exact") return &nearest_taps;
    if (method == "bilinear" || method == "bislerp") return &linear_taps;
    if (method == "bicubic") return &cubic_taps;
    if (method == "area") return &area_taps;
    return nullptr;
}

std::vector<Taps> all_taps(TapRule rule, int from, int to) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) taps.push_back(rule(i, from, to));
    return taps;
}

void resize_row(const float* source, float* target, const std::vector<Taps>& columns, std::size_t channels) {
    for (const Taps& taps : columns) {
        for (std::size_t c = 0; c < channels; ++c) {
            float sum = 0;
            for (const Tap& t : taps) sum += source[t.index * channels + c] * t.weight;
            target[c] = sum;
        }
        target += channels;
    }
}

/// All rows of one batch element are narrowed or widened first, then put together to the new rows.
void resize_element(const float* source, float* target, const Image& from, const std::vector<Taps>& columns,
                    const std::vector<Taps>& rows) {
    const auto channels = static_cast<std::size_t>(from.channels);
    const std::size_t source_stride = static_cast<std::size_t>(from.width) * channels,
                      stride = columns.size() * channels;
    std::vector<float> wide(static_cast<std::size_t>(from.height) * stride);
    for (std::size_t y = 0; y < static_cast<std::size_t>(from.height); ++y)
        resize_row(source + y * source_stride, wide.data() + y * stride, columns, channels);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        float* row = target + y * stride;
        std::fill_n(row, stride, 0.0F);
        for (const Tap& t : rows[y])
            for (std::size_t i = 0; i < stride; ++i) row[i] += wide[t.index * stride + i] * t.weight;
    }
}

Image cut(const Image& source, int x, int y, int width, int height) {
    Image result{source.batch, height, width, source.channels};
    for (int b = 0; b < source.batch; ++b)
        for (int row = 0; row < height; ++row)
            std::copy_n(source.values.data() + source.index(b, y + row, x, 0),
                        static_cast<std::size_t>(width) * static_cast<std::size_t>(source.channels),
                        result.values.data() + result.index(b, row, 0, 0));
    return result;
}

/// Cuts off equal borders so that the aspect becomes that of the target. Python's `round`, half to even.
Image cut_to_aspect(const Image& source, int width, int height) {
    const double old_aspect = static_cast<double>(source.width) / source.height;
    const double new_aspect = static_cast<double>(width) / height;
    int x = 0, y = 0;
    if (old_aspect > new_aspect)
        x = static_cast<int>(std::nearbyint((source.width - source.width * (new_aspect / old_aspect)) / 2));
    else if (old_aspect < new_aspect)
        y = static_cast<int>(std::nearbyint((source.height - source.height * (old_aspect / new_aspect)) / 2));
    if (x == 0 && y == 0) return source;
    return cut(source, x, y, source.width - 2 * x, source.height - 2 * y);
}

void lanczos(const Image& source, Image& target) {
    for (int b = 0; b < source.batch; ++b)
        codec::from_raster(
            pillow_resize(codec::to_raster(source, b), target.width, target.height, PillowFilter::lanczos),
            target, b);
}

tl::unexpected<NodeFailure> raise_no_pixels(const Image& source, int width, int height) {
    return raise("RuntimeError",
                 fmt::format("Input and output sizes should be greater than 0, but got input (H: {}, W: "
                             "{}) output (H: {}, W: {})",
                             source.height, source.width, height, width));
}

}  // namespace

NodeResult<Image> resize(const Image& source, int width, int height, std::string_view method,
                         bool crop_centre) {
    if (width < 1 || height < 1 || source.width < 1 || source.height < 1)
        return raise_no_pixels(source, width, height);
    const bool as_pillow = method == "lanczos";
    const TapRule rule = rule_of(method);
    if (!as_pillow && !rule) return raise("ValueError", fmt::format("unknown interpolation '{}'", method));
    auto target = new_image(source.batch, height, width, source.channels);
    if (!target) return target;

    const Image cropped = crop_centre ? cut_to_aspect(source, width, height) : Image{};
    const Image& from = crop_centre ? cropped : source;
    if (from.width < 1 || from.height < 1) return raise_no_pixels(from, width, height);
    if (as_pillow) {
        lanczos(from, *target);
        return target;
    }
    const auto columns = all_taps(rule, from.width, width), rows = all_taps(rule, from.height, height);
    for (int b = 0; b < from.batch; ++b)
        resize_element(from.values.data() + from.index(b, 0, 0, 0),
                       target->values.data() + target->index(b, 0, 0, 0), from, columns, rows);
    return target;
}

NodeResult<Mask> resize(const Mask& source, int width, int height, std::string_view method) {
    auto resized = resize(as_image(source), width, height, method);
    if (!resized) return tl::unexpected{std::move(resized).error()};
    return as_mask(*std::move(resized));
}

}  // namespace divan::engine
