#include "nodes/model_costs.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <divan/base/files.hpp>
#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan::engine {

namespace {

constexpr double kMostSeconds = 86'400;  // for gigabytes, too: enough for any card

const std::vector<std::string> kFolders{
    "checkpoints", "loras",          "vae",           "text_encoders", "diffusion_models",
    "clip_vision", "style_models",   "embeddings",    "diffusers",     "vae_approx",
    "gligen",      "upscale_models", "controlnet",    "hypernetworks", "photomaker",
    "classifiers", "configs",        "model_patches", "audio_encoders"};
const std::vector<std::string> kCosts{"load_seconds", "vram_gb", "seconds_per_step_and_megapixel"};

/// Reads the parsed file and collects what is wrong with it.
class CostsReader {
public:
    explicit CostsReader(std::string file) : file_{std::move(file)} {}

    ModelCosts read(const toml::table& root) {
        for (const auto& [key, value] : root) {
            const std::string name{key.str()};
            if (name == "vram_total_gb") {
                read_total(value);
            } else if (std::find(kFolders.begin(), kFolders.end(), name) == kFolders.end()) {
                std::vector<std::string> known = kFolders;
                known.emplace_back("vram_total_gb");
                unknown(value, "folder", name, known);
            } else if (const toml::table* models = value.as_table()) {
                for (const auto& [file, cost] : *models) read_model(name, std::string{file.str()}, cost);
            } else {
                report(value, fmt::format("'{}' must be a table of model files", name));
            }
        }
        sort_files();
        return std::move(costs_);
    }

    /// In the order of their lines; empty when all is well.
    std::string problems() {
        std::sort(problems_.begin(), problems_.end());
        std::vector<std::string> texts;
        for (const auto& [line, problem] : problems_)
            texts.push_back(fmt::format("{}:{}: {}", file_, line, problem));
        return join(texts, "; ");
    }

private:
    void report(const toml::node& node, const std::string& problem) {
        problems_.emplace_back(node.source().begin.line, problem);
    }

    void unknown(const toml::node& node, std::string_view what, const std::string& name,
                 const std::vector<std::string>& known) {
        const std::string hint = did_you_mean(name, known);
        report(node, fmt::format("unknown {} '{}'{}", what, name, hint.empty() ? "" : "; " + hint));
    }

    void read_total(const toml::node& value) {
        const auto total = value.value<double>();
        if (!total || !(*total > 0 && *total <= kMostSeconds))
            report(value, "'vram_total_gb' must be a number above zero and at most 86400");
        else
            costs_.vram_total_gb = *total;
    }

    void read_model(const std::string& folder, const std::string& file, const toml::node& value) {
        const toml::table* table = value.as_table();
        if (!table)
            return report(value,
                          fmt::format("'{}' must be a table of costs, like [{}.\"{}\"]", file, folder, file));
        ModelCost cost;
        for (const auto& [key, number] : *table) read_cost(std::string{key.str()}, number, cost);
        costs_.files[folder].push_back(file);
        costs_.costs[file] = cost;
    }

    void read_cost(const std::string& name, const toml::node& value, ModelCost& cost) {
        double* const places[] = {&cost.load_seconds, &cost.vram_gb, &cost.seconds_per_step_and_megapixel};
        const auto found = std::find(kCosts.begin(), kCosts.end(), name);
        if (found == kCosts.end()) return unknown(value, "cost", name, kCosts);
        const auto number = value.value<double>();
        if (!number || !(*number >= 0 && *number <= kMostSeconds))
            return report(value, fmt::format("'{}' must be a number from 0 to 86400", name));
        *places[found - kCosts.begin()] = *number;
    }

    void sort_files() {
        for (auto& [folder, files] : costs_.files) std::sort(files.begin(), files.end());
    }

    std::string file_;
    ModelCosts costs_;
    std::vector<std::pair<toml::source_index, std::string>> problems_;
};

}  // namespace

ModelCosts ModelCosts::builtin() {
    ModelCosts costs;
    costs.files = {
        {"checkpoints",
         {"dreamshaper_8.safetensors", "flux1-dev-fp8.safetensors", "sd_xl_base_1.0.safetensors",
          "sd_xl_refiner_1.0.safetensors", "v1-5-pruned-emaonly-fp16.safetensors"}},
        {"loras",
         {"add_detail.safetensors", "ink_wash.safetensors", "lcm-lora-sdv1-5.safetensors",
          "warm_light.safetensors"}},
        {"vae", {"ae.safetensors", "sdxl_vae.safetensors", "vae-ft-mse-840000-ema-pruned.safetensors"}},
        {"text_encoders",
         {"clip_g.safetensors", "clip_l.safetensors", "t5xxl_fp16.safetensors",
          "t5xxl_fp8_e4m3fn.safetensors"}},
        {"diffusion_models", {"flux1-dev.safetensors", "flux1-schnell.safetensors"}},
        {"controlnet",
         {"control_v11f1p_sd15_depth_fp16.safetensors", "control_v11p_sd15_canny_fp16.safetensors"}},
        {"upscale_models", {"4x-UltraSharp.pth", "RealESRGAN_x2plus.pth", "RealESRGAN_x4plus.pth"}},
    };
    return costs;
}

Result<ModelCosts> ModelCosts::read(const std::filesystem::path& toml_file) {
    const auto text = read_file(toml_file);
    if (!text) return fail(text.error());
    try {
        const toml::table root = toml::parse(*text, toml_file.string());
        CostsReader reader{toml_file.string()};
        ModelCosts costs = reader.read(root);
        const std::string problems = reader.problems();
        if (problems.empty()) return costs;
        return fail(Errc::invalid_argument, problems);
    } catch (const toml::parse_error& error) {
        return fail(Errc::invalid_argument, fmt::format("{}:{}: {}", toml_file.string(),
                                                        error.source().begin.line, error.description()));
    }
}

ModelCost ModelCosts::cost_of(const std::string& file) const {
    const auto found = costs.find(file);
    return found == costs.end() ? ModelCost{} : found->second;
}

}  // namespace divan::engine
