#include "nodes/info/loader_infos.hpp"

namespace divan::engine {

namespace {

Choices files_of(const ModelCosts& costs, const std::string& folder) {
    const auto found = costs.files.find(folder);
    return found == costs.files.end() ? Choices{} : found->second;
}

InputSpec device() { return choice({"default", "cpu"}).with("advanced", true); }

InputSpec lora_strength() { return decimal(1.0, -100.0, 100.0, 0.01); }

constexpr std::string_view kLora =
    "LoRAs are used to modify diffusion and CLIP models, altering the way in which latents are denoised such "
    "as applying "
    "styles. Multiple LoRA nodes can be linked together.";

}  // namespace

NodeInfo checkpoint_info(const ModelCosts& costs) {
    return NodeInfo{"CheckpointLoaderSimple", "Load Checkpoint", "loaders", "nodes"}
        .required("ckpt_name",
                  choice(files_of(costs, "checkpoints")).tip("The name of the checkpoint (model) to load."))
        .output("MODEL", "", "The model used for denoising latents.")
        .output("CLIP", "", "The CLIP model used for encoding text prompts.")
        .output("VAE", "", "The VAE model used for encoding and decoding images to and from latent space.")
        .describe("Loads a diffusion model checkpoint, diffusion models are used to denoise latents.");
}

NodeInfo unet_info(const ModelCosts& costs) {
    return NodeInfo{"UNETLoader", "Load Diffusion Model", "advanced/loaders", "nodes"}
        .required("unet_name", choice(files_of(costs, "diffusion_models")))
        .required("weight_dtype", choice({"default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"}))
        .output("MODEL");
}

NodeInfo clip_info(const ModelCosts& costs) {
    return NodeInfo{"CLIPLoader", "Load CLIP", "advanced/loaders", "nodes"}
        .required("clip_name", choice(files_of(costs, "text_encoders")))
        .required("type", choice({"stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi",
                                  "ltxv", "pixart", "cosmos", "lumina2", "wan", "hidream", "chroma", "ace",
                                  "omnigen2", "qwen_image", "hunyuan_image"}))
        .optional("device", device())
        .output("CLIP")
        .describe(
            "[Recipes]\n\nstable_diffusion: clip-l\nstable_cascade: clip-g\nsd3: t5 xxl/ clip-g / "
            "clip-l\nstable_audio: "
            "t5 base\nmochi: t5 xxl\ncosmos: old t5 xxl\nlumina2: gemma 2 2B\nwan: umt5 xxl\n hidream: "
            "llama-3.1 "
            "(Recommend) or t5\nomnigen2: qwen vl 2.5 3B");
}

NodeInfo dual_clip_info(const ModelCosts& costs) {
    const Choices files = files_of(costs, "text_encoders");
    return NodeInfo{"DualCLIPLoader", "DualCLIPLoader", "advanced/loaders", "nodes"}
        .required("clip_name1", choice(files))
        .required("clip_name2", choice(files))
        .required("type", choice({"sdxl", "sd3", "flux", "hunyuan_video", "hidream", "hunyuan_image"}))
        .optional("device", device())
        .output("CLIP")
        .describe(
            "[Recipes]\n\nsdxl: clip-l, clip-g\nsd3: clip-l, clip-g / clip-l, t5 / clip-g, t5\nflux: clip-l, "
            "t5\nhidream: "
            "at least one of t5 or llama, recommended t5 and llama\nhunyuan_image: qwen2.5vl 7b and byt5 "
            "small");
}

NodeInfo vae_info(const ModelCosts& costs) {
    Choices files = files_of(costs, "vae");
    files.emplace_back("pixel_space");  // always offered, without a file
    return NodeInfo{"VAELoader", "Load VAE", "loaders", "nodes"}
        .required("vae_name", choice(files))
        .output("VAE");
}

NodeInfo control_net_info(const ModelCosts& costs) {
    return NodeInfo{"ControlNetLoader", "Load ControlNet Model", "loaders", "nodes"}
        .required("control_net_name", choice(files_of(costs, "controlnet")))
        .output("CONTROL_NET");
}

NodeInfo lora_info(const ModelCosts& costs) {
    return NodeInfo{"LoraLoader", "Load LoRA", "loaders", "nodes"}
        .required("model", socket("MODEL").tip("The diffusion model the LoRA will be applied to."))
        .required("clip", socket("CLIP").tip("The CLIP model the LoRA will be applied to."))
        .required("lora_name", choice(files_of(costs, "loras")).tip("The name of the LoRA."))
        .required(
            "strength_model",
            lora_strength().tip("How strongly to modify the diffusion model. This value can be negative."))
        .required("strength_clip",
                  lora_strength().tip("How strongly to modify the CLIP model. This value can be negative."))
        .output("MODEL", "", "The modified diffusion model.")
        .output("CLIP", "", "The modified CLIP model.")
        .describe(kLora);
}

NodeInfo lora_model_only_info(const ModelCosts& costs) {
    return NodeInfo{"LoraLoaderModelOnly", "LoraLoaderModelOnly", "loaders", "nodes"}
        .required("model", socket("MODEL"))
        .required("lora_name", choice(files_of(costs, "loras")))
        .required("strength_model", lora_strength())
        .output("MODEL", "", "The modified diffusion model.")
        .extra_tooltip("The modified CLIP model.")
        .describe(kLora);
}

}  // namespace divan::engine
