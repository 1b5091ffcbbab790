// A misspelt input.
// says: (no non-static data member named|field designator) 'heigth'
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    graph.add(n::EmptyLatentImage{.width = 64, .heigth = 64});
#else
    graph.add(n::EmptyLatentImage{.width = 64, .height = 64});
#endif
}
