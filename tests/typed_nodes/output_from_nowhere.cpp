// An output belongs to an added node; there is none without.
// says: deleted function '.*Output<divan::types::Image>::Output\(\)'|default constructor of 'const divan::typed::Output<divan::types::Image>'
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
