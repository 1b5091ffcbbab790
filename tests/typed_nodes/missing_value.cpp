// A loader without the file that it shall load: such an input has no default.
// says: deleted (constructor of 'Required<types::Combo>'|function .*\[with Type = divan::types::Combo\])
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    graph.add(n::CheckpointLoaderSimple{});
#else
    graph.add(n::CheckpointLoaderSimple{.ckpt_name = "sd15.safetensors"});
#endif
}
