// A text where a number is wanted.
// says: const char ?\[\d\].* to .*Input<(divan::)?types::Int>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    graph.add(n::EmptyLatentImage{.width = "64"});
#else
    graph.add(n::EmptyLatentImage{.width = 64});
#endif
}
