// An output belongs to an added node; there is none without.
// says: Output<divan::types::Image>(::Output\(\)|'$)
// says: deleted (function|default constructor)
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    const divan::typed::Output<divan::types::Image> image{};
#else
    const divan::typed::Output<divan::types::Image> image = graph.add(n::EmptyImage{}).image;
#endif
    graph.add(n::SaveImage{.images = image});
}
