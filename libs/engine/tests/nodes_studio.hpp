#pragma once

#include <cmath>

#include "nodes/node_values.hpp"
#include "nodes_test_host.hpp"

namespace divan::engine::node_test {

/// A text-to-image graph, run node by node.
struct Studio {
    explicit Studio(const ModelCosts& costs = ModelCosts::builtin()) : bench{costs} {
        const NodeOutputs loaded = bench.run("CheckpointLoaderSimple",
                                             {{"ckpt_name", text("v1-5-pruned-emaonly-fp16.safetensors")}});
        model = loaded.slots[0][0];
        clip = loaded.slots[1][0];
        vae = loaded.slots[2][0];
    }

    Datum words(const std::string& prompt) {
        return bench.first("CLIPTextEncode", {{"text", text(prompt)}, {"clip", clip}});
    }
    Datum empty(int width, int height, int batch = 1) {
        return bench.first(
            "EmptyLatentImage",
            {{"width", whole(width)}, {"height", whole(height)}, {"batch_size", whole(batch)}});
    }
    NodeBench::Given order(const std::string& prompt, std::int64_t seed, const Datum& latent,
                           double denoise = 1) {
        return {{"model", model},
                {"seed", whole(seed)},
                {"steps", whole(4)},
                {"cfg", number(7)},
                {"sampler_name", text("euler")},
                {"scheduler", text("normal")},
                {"positive", words(prompt)},
                {"negative", words("")},
                {"latent_image", latent},
                {"denoise", number(denoise)}};
    }
    Datum sample(const std::string& prompt, std::int64_t seed, const Datum& latent, double denoise = 1) {
        return bench.first("KSampler", order(prompt, seed, latent, denoise));
    }
    Image decode(const Datum& latent) {
        return *object_in<Image>(bench.first("VAEDecode", {{"samples", latent}, {"vae", vae}}));
    }
    Image picture(const std::string& prompt, std::int64_t seed = 1) {
        return decode(sample(prompt, seed, empty(64, 64)));
    }
    Datum encode(const Image& image) {
        return bench.first("VAEEncode", {{"pixels", to_datum(image)}, {"vae", vae}});
    }

    NodeBench bench;
    Datum model, clip, vae;
};

/// The mean difference of two pictures of one size.
inline double distance(const Image& left, const Image& right) {
    double sum = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i)
        sum += std::fabs(static_cast<double>(left.values[i] - right.values[i]));
    return sum / static_cast<double>(left.values.size());
}

}  // namespace divan::engine::node_test
