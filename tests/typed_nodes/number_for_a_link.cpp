// A number where only a link makes sense.
// says: int.* to .*Required<(divan::)?types::Latent>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Vae> vae) {
    const auto canvas = graph.add(n::EmptyLatentImage{});
#ifdef WRONG
    graph.add(n::VAEDecode{.samples = 5, .vae = vae});
#else
    graph.add(n::VAEDecode{.samples = canvas.latent, .vae = vae});
#endif
}
