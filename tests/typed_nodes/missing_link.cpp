// The image that shall be saved is not given.
// says: deleted (constructor of 'Required<types::Image>'|function .*\[with Type = divan::types::Image\])
// says: an input that the node needs was not given
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Image> image) {
#ifdef WRONG
    graph.add(n::SaveImage{.filename_prefix = "fox"});
#else
    graph.add(n::SaveImage{.images = image});
#endif
    static_cast<void>(image);
}
