// What was added already is no node.
// says: TypedNode
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
    const auto image = graph.add(n::EmptyImage{});
#ifdef WRONG
    graph.add(image);
#else
    graph.add(n::SaveImage{.images = image.image});
#endif
}
