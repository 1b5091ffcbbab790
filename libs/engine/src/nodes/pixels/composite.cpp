#include <algorithm>

#include "nodes/pixels/filters.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"

namespace divan::engine {

namespace {

/// Where source and destination overlap.
struct Overlap {
    int left, top, width, height;
};

Overlap overlap_of(const Image& destination, const Image& source, CompositePlace place) {
    const int left = std::min(place.x, destination.width), top = std::min(place.y, destination.height);
    return {left, top, std::min(source.width, destination.width - left),
            std::min(source.height, destination.height - top)};
}

/// Batch elements are repeated in turn until there are enough.
int element(int index, int batch) { return index % batch; }

void lay(Image& destination, const Image& source, const Mask* mask, const Overlap& overlap, int b) {
    const int from = element(b, source.batch);
    // Masks repeat over the source's elements, which then repeat over the destination's.
    for (int y = 0; y < overlap.height; ++y)
        for (int x = 0; x < overlap.width; ++x) {
            const float share = mask ? mask->at(element(b, mask->batch), y, x) : 1.0F;
            for (int c = 0; c < destination.channels; ++c) {
                float& value = destination.at(b, overlap.top + y, overlap.left + x, c);
                value = share * source.at(from, y, x, c) + (1.0F - share) * value;
            }
        }
}

}  // namespace

NodeResult<Image> composite(const Image& destination, const Image& source_image, CompositePlace place,
                            const Mask* mask) {
    // ComfyUI appends a channel to a destination that already has alpha, and then stumbles over it.
    if (destination.channels > source_image.channels)
        return raise_mismatch(source_image.channels, destination.channels + 1, 1);
    if (source_image.batch < 1 || (mask && mask->batch < 1))
        return raise("ZeroDivisionError", "division by zero");
    const auto source = place.resize_source
                            ? resize(source_image, destination.width, destination.height, "bilinear")
                            : NodeResult<Image>{source_image};
    if (!source) return source;
    const auto fitted =
        mask ? resize(*mask, source->width, source->height, "bilinear") : NodeResult<Mask>{Mask{}};
    if (!fitted) return tl::unexpected{fitted.error()};
    Image result = destination;
    const Overlap overlap = overlap_of(destination, *source, place);
    for (int b = 0; b < result.batch; ++b) lay(result, *source, mask ? &*fitted : nullptr, overlap, b);
    return result;
}

}  // namespace divan::engine
