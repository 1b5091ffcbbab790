#pragma once

#include <string>

#include "execution/node.hpp"
#include "nodes/objects.hpp"

namespace divan::engine::standin {

/// One run of a stand-in sampler.
struct SamplingJob {
    Model model;
    Conditioning positive, negative;
    Latent latent;
    std::uint64_t seed = 0;
    int steps = 20;         ///< of the whole schedule; they shape the picture
    int count = 20;         ///< the steps this run takes; 0 leaves the latent as it is
    double from_noise = 1;  ///< part of the noise at the beginning: how much of the old picture is given up
    double to_noise = 0;    ///< part that is left at the end
    double cfg = 8;
    std::string sampler, scheduler;
};

/// Paints into the latent what the conditioning says, step by step: waits the configured time, reports
/// progress, shows previews of the latent's size when they are wanted. The old picture keeps its composition
/// as far as `from_noise` is below 1, and everything outside the noise mask. Errors: torch.OutOfMemoryError,
/// RuntimeError (the model needs other latents), and what the host reports.
NodeResult<Latent> sample(NodeHost& host, const SamplingJob& job, double vram_total_gb);

/// `base` repainted: its composition with the colours of `painted` while `share` is small, `painted` itself
/// at 1.
Image repaint(const Image& base, const Image& painted, double share);

/// What a decoder would show of a latent that still has noise in it.
Image with_noise(Image picture, double noise, std::uint64_t seed);

}  // namespace divan::engine::standin
