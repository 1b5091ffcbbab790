#include <algorithm>

#include "nodes/families.hpp"
#include "nodes/info/sampler_names.hpp"
#include "nodes/standin/sampling.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos: ComfyUI 0.3.64, comfy_extras/nodes_custom_sampler.py.
namespace divan::engine {

namespace {

constexpr std::string_view kModule = "comfy_extras.nodes_custom_sampler";

Noise random_noise(std::uint64_t noise_seed) { return {noise_seed, true}; }
Noise no_noise() { return {0, false}; }
SamplerChoice select_sampler(const std::string& name) { return {name}; }

Sigmas basic_schedule(const Model&, const std::string& scheduler, int steps, double denoise) {
    Sigmas sigmas;
    sigmas.scheduler = scheduler;
    sigmas.denoise = std::clamp(denoise, 0.0, 1.0);
    sigmas.steps = denoise <= 0 ? 0 : steps;
    return sigmas;
}

Guider basic_guider(const Model& model, const Conditioning& conditioning) {
    Guider guider;
    guider.model = model;
    guider.positive = conditioning;
    return guider;
}

Guider cfg_guider(const Model& model, const Conditioning& positive, const Conditioning& negative,
                  double cfg) {
    Guider guider;
    guider.model = model;
    guider.positive = positive;
    guider.negative = negative;
    guider.cfg = cfg;
    return guider;
}

standin::SamplingJob job_of(const Noise& noise, const Guider& guider, const SamplerChoice& sampler,
                            const Sigmas& sigmas, const Latent& latent) {
    standin::SamplingJob job;
    job.model = guider.model;
    job.positive = guider.positive;
    job.negative = guider.negative;
    job.latent = latent;
    job.seed = !noise.enabled && latent.noise_left > 0 ? latent.noise_seed : noise.seed;
    job.steps = job.count = sigmas.steps;
    job.from_noise = sigmas.denoise;
    job.to_noise = sigmas.end;
    job.cfg = guider.cfg;
    job.sampler = sampler.name;
    job.scheduler = sigmas.scheduler;
    return job;
}

NodeInfo custom(std::string_view name, std::string_view category) { return {name, name, category, kModule}; }

NodeInfo scheduler_info() {
    return custom("BasicScheduler", "sampling/custom_sampling/schedulers")
        .required("model", socket("MODEL"))
        .required("scheduler", choice(scheduler_names()))
        .required("steps", integer(20, 1, 10000))
        .required("denoise", decimal(1.0, 0.0, 1.0, 0.01))
        .output("SIGMAS");
}

NodeInfo select_info() {
    return custom("KSamplerSelect", "sampling/custom_sampling/samplers")
        .required("sampler_name", choice(sampler_names()))
        .output("SAMPLER");
}

NodeInfo cfg_guider_info() {
    return custom("CFGGuider", "sampling/custom_sampling/guiders")
        .required("model", socket("MODEL"))
        .required("positive", socket("CONDITIONING"))
        .required("negative", socket("CONDITIONING"))
        .required("cfg", decimal(8.0, 0.0, 100.0, 0.1).with("round", 0.01))
        .output("GUIDER");
}

NodeInfo basic_guider_info() {
    return custom("BasicGuider", "sampling/custom_sampling/guiders")
        .required("model", socket("MODEL"))
        .required("conditioning", socket("CONDITIONING"))
        .output("GUIDER");
}

NodeInfo noise_info() {
    return custom("RandomNoise", "sampling/custom_sampling/noise")
        .required("noise_seed", seed())
        .output("NOISE");
}

NodeInfo no_noise_info() { return custom("DisableNoise", "sampling/custom_sampling/noise").output("NOISE"); }

NodeInfo sampler_info() {
    return custom("SamplerCustomAdvanced", "sampling/custom_sampling")
        .required("noise", socket("NOISE"))
        .required("guider", socket("GUIDER"))
        .required("sampler", socket("SAMPLER"))
        .required("sigmas", socket("SIGMAS"))
        .required("latent_image", socket("LATENT"))
        .output("LATENT", "output")
        .output("LATENT", "denoised_output");
}

}  // namespace

NodeClasses custom_sampling_nodes(const ModelCosts& costs) {
    NodeClasses nodes;
    nodes.push_back(
        make_node(scheduler_info(), compute(&basic_schedule, {"model", "scheduler", "steps", "denoise"})));
    nodes.push_back(make_node(select_info(), compute(&select_sampler, {"sampler_name"})));
    nodes.push_back(
        make_node(cfg_guider_info(), compute(&cfg_guider, {"model", "positive", "negative", "cfg"})));
    nodes.push_back(make_node(basic_guider_info(), compute(&basic_guider, {"model", "conditioning"})));
    nodes.push_back(make_node(noise_info(), compute(&random_noise, {"noise_seed"})));
    nodes.push_back(make_node(no_noise_info(), compute(&no_noise)));
    nodes.push_back(make_node(
        sampler_info(),
        compute(
            [vram_gb = costs.vram_total_gb, notice = StandInNotice{"SamplerCustomAdvanced"}](
                NodeHost& host, const Noise& noise, const Guider& guider, const SamplerChoice& sampler,
                const Sigmas& sigmas, const Latent& latent) -> NodeResult<std::tuple<Latent, Latent>> {
                notice.say(host);
                auto sampled = sample(host, job_of(noise, guider, sampler, sigmas, latent), vram_gb);
                if (!sampled) return tl::unexpected{std::move(sampled).error()};
                Latent denoised = *sampled;
                denoised.noise_left = 0;
                return std::tuple{*std::move(sampled), std::move(denoised)};
            },
            {"noise", "guider", "sampler", "sigmas", "latent_image"})));
    return nodes;
}

}  // namespace divan::engine
