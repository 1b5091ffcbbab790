// ComfyUI does not convert between linked nodes: INT does not feed FLOAT.
// says: Output<(divan::)?types::Int>.* to .*Input<(divan::)?types::Float>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Image> image) {
    using Method = n::ImageScaleBy::UpscaleMethod;
#ifdef WRONG
    const auto factor = graph.add(n::PrimitiveInt{.value = 2});
    graph.add(n::ImageScaleBy{.image = image, .upscale_method = Method::area, .scale_by = factor.int_});
#else
    const auto factor = graph.add(n::PrimitiveFloat{.value = 2});
    graph.add(n::ImageScaleBy{.image = image, .upscale_method = Method::area, .scale_by = factor.float_});
#endif
}
