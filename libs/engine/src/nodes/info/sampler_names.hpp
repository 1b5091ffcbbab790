#pragma once

#include "nodes/info/node_info.hpp"

namespace divan::engine {

/// ComfyUI 0.3.64, comfy/samplers.py `KSampler.SAMPLERS` and `SCHEDULER_NAMES`.
const Choices& sampler_names();
const Choices& scheduler_names();

}  // namespace divan::engine
