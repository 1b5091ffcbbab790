#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <divan/base/error.hpp>

namespace divan::engine {

/// What one stand-in model costs. Without a models file every cost is near zero.
struct ModelCost {
    double load_seconds = 0;
    double vram_gb = 0;
    double seconds_per_step_and_megapixel = 0;
};

/// The stand-in models by folder key of ComfyUI ("checkpoints", "loras", "vae" …) and their costs.
struct ModelCosts {
    std::map<std::string, std::vector<std::string>> files;
    std::map<std::string, ModelCost> costs;  ///< by file name
    double vram_total_gb = 24;

    /// The built-in list: a few file names per folder, no costs.
    static ModelCosts builtin();
    /// Reads a TOML file; it replaces the built-in list. One table per file, named by folder key and file
    /// name:
    ///
    ///     vram_total_gb = 24                                # above zero; default 24
    ///     [checkpoints."sd_xl_base_1.0.safetensors"]        # an empty table is a model without costs
    ///     load_seconds = 1.5                                # this and the others: 0 to 86,400; default 0
    ///     vram_gb = 6.5
    ///     seconds_per_step_and_megapixel = 0.02             # a megapixel has 1,048,576 pixels
    ///
    /// Folder keys are ComfyUI's (0.3.64, folder_paths.py): checkpoints, loras, vae, text_encoders,
    /// diffusion_models … Errors: `io_failed`; `invalid_argument` with file, line and what is wrong; all
    /// problems at once.
    static Result<ModelCosts> read(const std::filesystem::path& toml_file);

    ModelCost cost_of(const std::string& file) const;
};

}  // namespace divan::engine
