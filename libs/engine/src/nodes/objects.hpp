#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <divan/engine/image.hpp>
#include "nodes/model_costs.hpp"

namespace divan::engine {

/// An IMAGE or MASK that goes back to a stand-in model. `origin` says so in words; SaveImage writes it into
/// the file. Every node that makes an image of such an image hands the mark on (node_binding.hpp).
template <class T>
struct StandIn : T {
    std::string origin;

    StandIn(T content, std::string from) : T{std::move(content)}, origin{std::move(from)} {}
};

/// One LoRA on a model, and how strongly it acts. Strengths may be negative.
struct LoraUse {
    std::string name;
    double strength = 1;
    double vram_gb = 0;
};

/// ComfyUI's MODEL. No weights: a name, and what sampling with it costs.
struct Model {
    std::string name;
    int latent_channels = 4;  ///< 16 for Flux, SD3 and their relatives
    ModelCost cost;
    std::vector<LoraUse> loras;
};

struct Clip {
    std::string name;
    int last_layer = -1;
    std::vector<LoraUse> loras;
};

struct Vae {
    std::string name;
    int latent_channels = 4;
};

struct ControlNet {
    std::string name;
    double vram_gb = 0;
};

struct UpscaleModel {
    std::string name;
    int scale = 4;
    ModelCost cost;
};

/// A control picture and how it acts; `start` and `end` are parts of the sampling, from 0 to 1.
struct ControlHint {
    std::string name;
    std::shared_ptr<const Image> picture;
    double strength = 1, start = 0, end = 1;
    double vram_gb = 0;
};

/// One text of a CONDITIONING.
struct PromptPart {
    std::string text;
    double guidance = 0;  ///< Flux guidance; 0 when none was set
    double start = 0, end = 1;
    int clip_layer = -1;
    std::vector<LoraUse> clip_loras;
    std::vector<ControlHint> controls;
};

/// ComfyUI's CONDITIONING: what to paint.
struct Conditioning {
    std::vector<PromptPart> parts;
};

/// ComfyUI's LATENT. It has the true shape of the latent tensor (height and width are an eighth of the
/// picture's) and, in place of the tensor, the full picture that a decoder would make of it.
struct Latent {
    int batch = 1, channels = 4, height = 0, width = 0;
    std::optional<Image> picture;  ///< RGB, 8 × as wide and high; nothing: zeros, as EmptyLatentImage makes
    std::optional<Mask> noise_mask;
    std::vector<int> batch_index;  ///< which noise each element gets; empty: 0, 1, 2 …
    double noise_left = 0;         ///< part of the noise that is still in it, from 0 to 1
    std::uint64_t noise_seed = 0;
    std::string origin;  ///< not empty once a stand-in model had a hand in it
};

struct Noise {
    std::uint64_t seed = 0;
    bool enabled = true;
};

struct SamplerChoice {
    std::string name;
};

/// ComfyUI's SIGMAS: here only how many steps, and from which noise level (1: from pure noise) to which.
struct Sigmas {
    std::string scheduler;
    int steps = 0;
    double denoise = 1;
    double end = 0;
};

struct Guider {
    Model model;
    Conditioning positive, negative;
    double cfg = 1;
};

}  // namespace divan::engine
