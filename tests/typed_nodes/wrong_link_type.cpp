// A model where a text encoder is wanted.
// says: Output<(divan::)?types::Model>.* to .*Required<(divan::)?types::Clip>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
    const auto checkpoint = graph.add(n::CheckpointLoaderSimple{.ckpt_name = "sd15.safetensors"});
#ifdef WRONG
    graph.add(n::CLIPTextEncode{.text = "a red fox", .clip = checkpoint.model});
#else
    graph.add(n::CLIPTextEncode{.text = "a red fox", .clip = checkpoint.clip});
#endif
}
