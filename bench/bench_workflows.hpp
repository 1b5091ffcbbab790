#pragma once

#include <fmt/format.h>

#include <divan/workflow/workflow.hpp>

namespace divan::bench {

/// A picture of one colour, never the same twice, so that no cache answers.
inline Workflow tiny(int colour) {
    return Workflow::parse(fmt::format(R"({{
        "1": {{"class_type": "EmptyImage", "inputs": {{"width": 16, "height": 16, "batch_size": 1, "color": {}}}}},
        "2": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "bench"}}}}}})",
                                       colour % 16'777'216))
        .value();
}

/// A usual text-to-image graph; each has a text and a seed of its own.
inline Workflow usual(int number) {
    return Workflow::parse(fmt::format(R"({{
        "3": {{"class_type": "KSampler", "inputs": {{"seed": {0}, "steps": 20, "cfg": 8, "sampler_name": "euler",
              "scheduler": "normal", "denoise": 1, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0],
              "latent_image": ["5", 0]}}, "_meta": {{"title": "KSampler"}}}},
        "4": {{"class_type": "CheckpointLoaderSimple", "inputs": {{"ckpt_name": "sd_xl_base_1.0.safetensors"}}}},
        "5": {{"class_type": "EmptyLatentImage", "inputs": {{"width": 1024, "height": 1024, "batch_size": 1}}}},
        "6": {{"class_type": "CLIPTextEncode", "inputs": {{
              "text": "a red fox number {0}, on a wide green hill in the morning", "clip": ["4", 1]}}}},
        "7": {{"class_type": "CLIPTextEncode", "inputs": {{"text": "watermark, text", "clip": ["4", 1]}}}},
        "8": {{"class_type": "VAEDecode", "inputs": {{"samples": ["3", 0], "vae": ["4", 2]}}}},
        "9": {{"class_type": "SaveImage", "inputs": {{"filename_prefix": "fox", "images": ["8", 0]}}}}}})",
                                       number))
        .value();
}

}  // namespace divan::bench
