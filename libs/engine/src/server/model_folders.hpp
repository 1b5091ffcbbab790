#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace divan::engine {

/// The folder keys of ComfyUI 0.3.64 (folder_paths.py), in its order.
const std::vector<std::string>& model_folder_keys();

/// The folders behind a key. `text_encoders` and `diffusion_models` have their old names beside the new ones.
std::vector<std::string> model_folder_paths(const std::filesystem::path& models, std::string_view key);

}  // namespace divan::engine
