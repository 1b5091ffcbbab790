#include <algorithm>

#include <divan/base/text.hpp>

#include "nodes/families.hpp"
#include "nodes/info/loader_infos.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos: ComfyUI 0.3.64, nodes.py. The models are stand-ins.
namespace divan::engine {

namespace {

/// Flux, SD3 and their relatives work on 16 channels, the Stable Diffusion family on 4; here the name
/// decides.
int latent_channels_of(const std::string& file) {
    constexpr std::string_view kWide[] = {"flux",    "sd3",     "chroma", "qwen",
                                          "hunyuan", "hidream", "lumina", "ae.s"};
    const std::string name = to_lower(file);
    const auto in_name = [&](std::string_view word) { return name.find(word) != std::string::npos; };
    return std::any_of(std::begin(kWide), std::end(kWide), in_name) ? 16 : 4;
}

class Loaders {
public:
    explicit Loaders(const ModelCosts& costs) : costs_{costs} {}

    NodeResult<Model> model(NodeHost& host, const std::string& file) const {
        if (auto loaded = wait_for_load(host, costs_.cost_of(file)); !loaded)
            return tl::unexpected{std::move(loaded).error()};
        Model model;
        model.name = file;
        model.latent_channels = latent_channels_of(file);
        model.cost = costs_.cost_of(file);
        return model;
    }

    NodeResult<Clip> clip(NodeHost& host, const std::vector<std::string>& files) const {
        Clip clip;
        for (const std::string& file : files)
            if (auto loaded = wait_for_load(host, costs_.cost_of(file)); !loaded)
                return tl::unexpected{std::move(loaded).error()};
        clip.name = join(files, "+");
        return clip;
    }

    NodeResult<Vae> vae(NodeHost& host, const std::string& file) const {
        if (auto loaded = wait_for_load(host, costs_.cost_of(file)); !loaded)
            return tl::unexpected{std::move(loaded).error()};
        return Vae{file, latent_channels_of(file)};
    }

    NodeResult<LoraUse> lora(NodeHost& host, const std::string& file, double strength) const {
        const ModelCost cost = costs_.cost_of(file);
        if (auto loaded = wait_for_load(host, cost); !loaded)
            return tl::unexpected{std::move(loaded).error()};
        return LoraUse{file, strength, cost.vram_gb};
    }

    NodeResult<ControlNet> control_net(NodeHost& host, const std::string& file) const {
        const ModelCost cost = costs_.cost_of(file);
        if (auto loaded = wait_for_load(host, cost); !loaded)
            return tl::unexpected{std::move(loaded).error()};
        return ControlNet{file, cost.vram_gb};
    }

private:
    ModelCosts costs_;
};

using ModelAndClip = std::tuple<Model, Clip>;

NodeResult<ModelAndClip> with_lora(const Loaders& loaders, NodeHost& host, ModelAndClip both,
                                   const std::string& file, double on_model, double on_clip) {
    if (on_model == 0 && on_clip == 0) return both;
    auto lora = loaders.lora(host, file, on_model);
    if (!lora) return tl::unexpected{std::move(lora).error()};
    if (on_model != 0) std::get<Model>(both).loras.push_back(*lora);
    lora->strength = on_clip;
    if (on_clip != 0) std::get<Clip>(both).loras.push_back(*lora);
    return both;
}

}  // namespace

NodeClasses loader_nodes(const ModelCosts& costs) {
    const Loaders loaders{costs};
    NodeClasses nodes;
    nodes.push_back(make_node(
        checkpoint_info(costs),
        compute(
            [loaders, notice = StandInNotice{"CheckpointLoaderSimple"}](
                NodeHost& host, const std::string& file) -> NodeResult<std::tuple<Model, Clip, Vae>> {
                notice.say(host);
                auto model = loaders.model(host, file);
                if (!model) return tl::unexpected{std::move(model).error()};
                Clip clip;
                clip.name = file;
                const Vae vae{file, model->latent_channels};
                return std::tuple{*std::move(model), std::move(clip), vae};
            },
            {"ckpt_name"})));
    nodes.push_back(
        make_node(unet_info(costs), compute(
                                        [loaders, notice = StandInNotice{"UNETLoader"}](
                                            NodeHost& host, const std::string& file, const std::string&) {
                                            notice.say(host);
                                            return loaders.model(host, file);
                                        },
                                        {"unet_name", "weight_dtype"})));
    nodes.push_back(
        make_node(clip_info(costs), compute(
                                        [loaders, notice = StandInNotice{"CLIPLoader"}](
                                            NodeHost& host, const std::string& file, const std::string&) {
                                            notice.say(host);
                                            return loaders.clip(host, {file});
                                        },
                                        {"clip_name", "type"})));
    nodes.push_back(make_node(dual_clip_info(costs), compute(
                                                         [loaders, notice = StandInNotice{"DualCLIPLoader"}](
                                                             NodeHost& host, const std::string& first,
                                                             const std::string& second, const std::string&) {
                                                             notice.say(host);
                                                             return loaders.clip(host, {first, second});
                                                         },
                                                         {"clip_name1", "clip_name2", "type"})));
    nodes.push_back(make_node(vae_info(costs), compute(
                                                   [loaders, notice = StandInNotice{"VAELoader"}](
                                                       NodeHost& host, const std::string& file) {
                                                       notice.say(host);
                                                       return loaders.vae(host, file);
                                                   },
                                                   {"vae_name"})));
    nodes.push_back(make_node(
        control_net_info(costs),
        compute(
            [loaders, notice = StandInNotice{"ControlNetLoader"}](NodeHost& host, const std::string& file) {
                notice.say(host);
                return loaders.control_net(host, file);
            },
            {"control_net_name"})));
    nodes.push_back(make_node(lora_info(costs),
                              compute(
                                  [loaders, notice = StandInNotice{"LoraLoader"}](
                                      NodeHost& host, const Model& model, const Clip& clip,
                                      const std::string& file, double on_model, double on_clip) {
                                      notice.say(host);
                                      return with_lora(loaders, host, {model, clip}, file, on_model, on_clip);
                                  },
                                  {"model", "clip", "lora_name", "strength_model", "strength_clip"})));
    nodes.push_back(make_node(lora_model_only_info(costs),
                              compute(
                                  [loaders, notice = StandInNotice{"LoraLoaderModelOnly"}](
                                      NodeHost& host, const Model& model, const std::string& file,
                                      double strength) -> NodeResult<Model> {
                                      notice.say(host);
                                      auto both =
                                          with_lora(loaders, host, {model, Clip{}}, file, strength, 0);
                                      if (!both) return tl::unexpected{std::move(both).error()};
                                      return std::get<Model>(*std::move(both));
                                  },
                                  {"model", "lora_name", "strength_model"})));
    return nodes;
}

}  // namespace divan::engine
