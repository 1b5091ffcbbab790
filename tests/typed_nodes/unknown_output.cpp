// A slot that the node does not have.
// says: no member named 'mask'
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Image> image) {
    const auto inverted = graph.add(n::ImageInvert{.image = image});
#ifdef WRONG
    graph.add(n::InvertMask{.mask = inverted.mask});
#else
    graph.add(n::SaveImage{.images = inverted.image});
#endif
}
