// A fraction where a whole number is wanted.
// says: double.* to .*Input<(divan::)?types::Int>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    graph.add(n::EmptyLatentImage{.width = 64.5});
#else
    graph.add(n::EmptyLatentImage{.width = 64});
#endif
}
