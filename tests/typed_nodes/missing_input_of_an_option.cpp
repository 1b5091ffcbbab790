// An option of a dynamic input brings inputs of its own, which must be given too.
// says: deleted (constructor of 'Required<Crop>'|function .*\[with Type = sample::Dynamic::Crop\])
#include "data/codegen/small_nodes.hpp"

namespace n = sample;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Image> image,
           divan::typed::Output<divan::types::Latent> latent) {
#ifdef WRONG
    graph.add(n::Dynamic{.images = {image, image},
                         .pair_left = latent,
                         .resize = n::Dynamic::ResizeByWidth{.width = 64},
                         .first = image});
#else
    const n::Dynamic::ResizeByWidth resize{.width = 64, .crop = n::Dynamic::Crop::center};
    graph.add(n::Dynamic{.images = {image, image}, .pair_left = latent, .resize = resize, .first = image});
#endif
}
