#include "workflows.hpp"

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/builtin_nodes.hpp>

namespace demo {

using namespace divan;
namespace n = divan::nodes;

namespace {

typed::Output<types::Latent> empty_canvas(TypedGraph& graph, const RoundPlan& plan) {
    return graph.add(n::EmptyLatentImage{.width = plan.width, .height = plan.height}).latent;
}

/// The last picture, cut to our size where it is the first one and has another.
typed::Output<types::Latent> last_picture(TypedGraph& graph, const RoundPlan& plan,
                                          typed::Output<types::Vae> vae) {
    const auto loaded = graph.add("Last picture", n::LoadImage{.image = "uploaded before the run"});
    const auto fitted = graph.add(n::ImageScale{.image = loaded.image,
                                                .upscale_method = n::ImageScale::UpscaleMethod::lanczos,
                                                .width = plan.width,
                                                .height = plan.height,
                                                .crop = n::ImageScale::Crop::center});
    return graph.add(n::VAEEncode{.pixels = fitted.image, .vae = vae}).latent;
}

}  // namespace

Result<Workflow> workflow_for(const RoundPlan& plan) {
    TypedGraph graph;
    const bool from_nothing = plan.picture.empty();
    const auto checkpoint = graph.add(n::CheckpointLoaderSimple{.ckpt_name = plan.checkpoint});
    const auto positive = graph.add(n::CLIPTextEncode{.text = plan.prompt, .clip = checkpoint.clip});
    const auto negative =
        graph.add(n::CLIPTextEncode{.text = "blurry, text, watermark", .clip = checkpoint.clip});
    const auto latent = from_nothing ? empty_canvas(graph, plan) : last_picture(graph, plan, checkpoint.vae);
    const auto sampler = graph.add(n::KSampler{.model = checkpoint.model,
                                               .seed = plan.seed,
                                               .steps = plan.steps,
                                               .cfg = 7.0,
                                               .sampler_name = n::SamplerName::dpmpp_2m,
                                               .scheduler = n::Scheduler::karras,
                                               .positive = positive.conditioning,
                                               .negative = negative.conditioning,
                                               .latent_image = latent,
                                               .denoise = from_nothing ? 1.0 : plan.strength});
    const auto decoded = graph.add(n::VAEDecode{.samples = sampler.latent, .vae = checkpoint.vae});
    graph.add(n::SaveImage{.images = decoded.image, .filename_prefix = "recursive-edit"});
    auto workflow = graph.workflow();
    if (!workflow || from_nothing) return workflow;
    const auto attached = workflow->attach("#Last picture.image", Attachment::from_file(plan.picture));
    if (!attached) return fail(attached.error());
    return workflow;
}

}  // namespace demo
