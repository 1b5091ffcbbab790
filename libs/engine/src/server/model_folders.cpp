#include "server/model_folders.hpp"

namespace divan::engine {

const std::vector<std::string>& model_folder_keys() {
    static const std::vector<std::string> keys{
        "checkpoints",   "configs",          "loras",         "vae",
        "text_encoders", "diffusion_models", "clip_vision",   "style_models",
        "embeddings",    "diffusers",        "vae_approx",    "controlnet",
        "gligen",        "upscale_models",   "custom_nodes",  "hypernetworks",
        "photomaker",    "classifiers",      "model_patches", "audio_encoders"};
    return keys;
}

std::vector<std::string> model_folder_paths(const std::filesystem::path& models, std::string_view key) {
    std::vector<std::string> names{std::string{key}};
    if (key == "text_encoders") names.emplace_back("clip");
    if (key == "diffusion_models") names.insert(names.begin(), "unet");
    if (key == "controlnet") names.emplace_back("t2i_adapter");
    for (auto& name : names) name = (models / name).string();
    return names;
}

}  // namespace divan::engine
