// A scheduler where a sampler is wanted.
// says: Scheduler.* to .*Required<.*SamplerName>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph) {
#ifdef WRONG
    graph.add(n::KSamplerSelect{.sampler_name = n::Scheduler::karras});
#else
    graph.add(n::KSamplerSelect{.sampler_name = n::SamplerName::euler});
#endif
}
