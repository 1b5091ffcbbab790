// A bare text where a choice is wanted: a typing error would go unseen.
// says: const char ?\[\d+\].* to .*Required<.*ScaleUpscaleMethod>
#include <divan/workflow/builtin_nodes.hpp>

namespace n = divan::nodes;

void build(divan::TypedGraph& graph, divan::typed::Output<divan::types::Image> image) {
    using Method = n::ImageScaleBy::UpscaleMethod;
#ifdef WRONG
    graph.add(n::ImageScaleBy{.image = image, .upscale_method = "lanczso"});
#else
    graph.add(n::ImageScaleBy{.image = image, .upscale_method = Method::lanczos});
    graph.add(n::ImageScaleBy{.image = image, .upscale_method = Method{"a_later_one"}});
#endif
}
