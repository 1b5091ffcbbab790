// Builds a workflow from typed nodes, runs it and saves what one node made. A wrong link or a missing input would not
// compile.
// usage: typed_nodes SERVER
#include <iostream>

#include <divan/client/blocking.hpp>
#include <divan/workflow/builtin_nodes.hpp>

using namespace divan;
using namespace std::chrono_literals;
namespace n = divan::nodes;

namespace {

/// Functions pass outputs on by type: whatever gives an image fits here.
typed::Output<types::Image> enlarge(TypedGraph& graph, typed::Output<types::Image> image, double factor) {
    const auto scaled = graph.add("Enlarge", n::ImageScaleBy{.image = image,
                                                             .upscale_method = n::ImageScaleBy::UpscaleMethod::lanczos,
                                                             .scale_by = factor});
    return scaled.image;
}

/// Returns the node that saves.
typed::AddedNode text_to_image(TypedGraph& graph, const std::string& prompt, std::uint64_t seed) {
    const auto checkpoint = graph.add(n::CheckpointLoaderSimple{.ckpt_name = "v1-5-pruned-emaonly-fp16.safetensors"});
    const auto positive = graph.add("Positive prompt", n::CLIPTextEncode{.text = prompt, .clip = checkpoint.clip});
    const auto negative = graph.add("Negative prompt", n::CLIPTextEncode{.text = "blurry", .clip = checkpoint.clip});
    const auto canvas = graph.add(n::EmptyLatentImage{.width = 256, .height = 192});
    const auto sampler = graph.add(n::KSampler{.model = checkpoint.model,
                                               .seed = seed,
                                               .cfg = 7.5,
                                               .sampler_name = n::SamplerName::dpmpp_2m,
                                               .scheduler = n::Scheduler::karras,
                                               .positive = positive.conditioning,
                                               .negative = negative.conditioning,
                                               .latent_image = canvas.latent});
    const auto decoded = graph.add(n::VAEDecode{.samples = sampler.latent, .vae = checkpoint.vae});
    return graph.add(n::SaveImage{.images = enlarge(graph, decoded.image, 1.5), .filename_prefix = "typed"});
}

int give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    return 1;
}

int run_graph(const ConnectionConfig& config) {
    TypedGraph graph;
    const auto picture = graph.declare_output("picture", text_to_image(graph, "a red fox in the snow", 7));
    const auto workflow = graph.workflow();
    if (!workflow) return give_up(workflow.error());

    BlockingClient client{config};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 5min);
    if (!result) return give_up(result.error());
    for (const auto& file : result->output(picture.alias)->files) std::cout << "made " << file.filename << "\n";
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return give_up(files.error());
    for (const auto& saved : *files) std::cout << saved.file.path.string() << "\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc > 1 ? argv[1] : "");
    if (!config) {
        std::cerr << "usage: typed_nodes SERVER\n";
        return 2;
    }
    return run_graph(*config);
}
