#include <algorithm>

#include "nodes/families.hpp"
#include "nodes/info/sampler_names.hpp"
#include "nodes/standin/sampling.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos and steps: ComfyUI 0.3.64, nodes.py and comfy/samplers.py. The sampler is a stand-in.
namespace divan::engine {

namespace {

using standin::SamplingJob;

SamplingJob job_of(const Model& model, std::uint64_t seed, int steps, double cfg, const std::string& sampler,
                   const std::string& scheduler, const Conditioning& positive, const Conditioning& negative,
                   const Latent& latent) {
    SamplingJob job;
    job.model = model;
    job.positive = positive;
    job.negative = negative;
    job.latent = latent;
    job.seed = seed;
    job.steps = steps;
    job.count = steps;
    job.cfg = cfg;
    job.sampler = sampler;
    job.scheduler = scheduler;
    return job;
}

/// The steps from `first` to below `last` of a schedule over the whole noise.
void take_part(SamplingJob& job, int first, int last, bool keeps_noise) {
    const int begin = std::min(first, job.steps), end = std::min(last, job.steps);
    job.count = std::max(0, end - begin);
    job.from_noise = 1 - static_cast<double>(begin) / job.steps;
    job.to_noise = keeps_noise ? 1 - static_cast<double>(end) / job.steps : 0;
}

InputSpec steps_input() { return integer(20, 1, 10000); }
InputSpec cfg_input() { return decimal(8.0, 0.0, 100.0, 0.1).with("round", 0.01); }

NodeInfo ksampler_info() {
    return NodeInfo{"KSampler", "KSampler", "sampling", "nodes"}
        .required("model", socket("MODEL").tip("The model used for denoising the input latent."))
        .required("seed", seed().tip("The random seed used for creating the noise."))
        .required("steps", steps_input().tip("The number of steps used in the denoising process."))
        .required("cfg",
                  cfg_input().tip(
                      "The Classifier-Free Guidance scale balances creativity and adherence to the prompt. "
                      "Higher values result in images more closely matching the prompt however too high "
                      "values will negatively impact quality."))
        .required("sampler_name", choice(sampler_names())
                                      .tip("The algorithm used when sampling, this can affect the quality, "
                                           "speed, and style of the generated output."))
        .required("scheduler", choice(scheduler_names())
                                   .tip("The scheduler controls how noise is gradually removed to form "
                                        "the image."))
        .required("positive", socket("CONDITIONING")
                                  .tip("The conditioning describing the attributes you want to include in "
                                       "the image."))
        .required("negative", socket("CONDITIONING")
                                  .tip("The conditioning describing the attributes you want to exclude "
                                       "from the image."))
        .required("latent_image", socket("LATENT").tip("The latent image to denoise."))
        .required("denoise", decimal(1.0, 0.0, 1.0, 0.01)
                                 .tip("The amount of denoising applied, lower values will maintain "
                                      "the structure of the initial image allowing for image to "
                                      "image sampling."))
        .output("LATENT", "", "The denoised latent.")
        .describe("Uses the provided model, positive and negative conditioning to denoise the latent image.");
}

NodeInfo advanced_info() {
    return NodeInfo{"KSamplerAdvanced", "KSampler (Advanced)", "sampling", "nodes"}
        .required("model", socket("MODEL"))
        .required("add_noise", choice({"enable", "disable"}))
        .required("noise_seed", seed())
        .required("steps", steps_input())
        .required("cfg", cfg_input())
        .required("sampler_name", choice(sampler_names()))
        .required("scheduler", choice(scheduler_names()))
        .required("positive", socket("CONDITIONING"))
        .required("negative", socket("CONDITIONING"))
        .required("latent_image", socket("LATENT"))
        .required("start_at_step", integer(0, 0, 10000))
        .required("end_at_step", integer(10000, 0, 10000))
        .required("return_with_leftover_noise", choice({"disable", "enable"}))
        .output("LATENT");
}

}  // namespace

NodeClasses sampling_nodes(const ModelCosts& costs) {
    const double vram_gb = costs.vram_total_gb;
    NodeClasses nodes;
    nodes.push_back(make_node(
        ksampler_info(),
        compute(
            [vram_gb, notice = StandInNotice{"KSampler"}](
                NodeHost& host, const Model& model, std::uint64_t noise_seed, int steps, double cfg,
                const std::string& sampler, const std::string& scheduler, const Conditioning& positive,
                const Conditioning& negative, const Latent& latent, double denoise) {
                notice.say(host);
                SamplingJob job =
                    job_of(model, noise_seed, steps, cfg, sampler, scheduler, positive, negative, latent);
                job.from_noise = std::clamp(denoise, 0.0, 1.0);
                if (denoise <= 0) job.count = 0;
                return sample(host, job, vram_gb);
            },
            {"model", "seed", "steps", "cfg", "sampler_name", "scheduler", "positive", "negative",
             "latent_image", "denoise"})));
    nodes.push_back(make_node(
        advanced_info(),
        compute(
            [vram_gb, notice = StandInNotice{"KSamplerAdvanced"}](
                NodeHost& host, const Model& model, const std::string& add_noise, std::uint64_t noise_seed,
                int steps, double cfg, const std::string& sampler, const std::string& scheduler,
                const Conditioning& positive, const Conditioning& negative, const Latent& latent, int first,
                int last, const std::string& leftover) {
                notice.say(host);
                // Without noise of its own the stage goes on with the seed of the one before.
                const bool goes_on = add_noise == "disable" && latent.noise_left > 0;
                SamplingJob job = job_of(model, goes_on ? latent.noise_seed : noise_seed, steps, cfg, sampler,
                                         scheduler, positive, negative, latent);
                take_part(job, first, last, leftover == "enable");
                return sample(host, job, vram_gb);
            },
            {"model", "add_noise", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "positive",
             "negative", "latent_image", "start_at_step", "end_at_step", "return_with_leftover_noise"})));
    return nodes;
}

}  // namespace divan::engine
