#pragma once

#include <divan/base/strong_id.hpp>

namespace divan {

/// What a caller submitted; ours, and not the server's `prompt_id`, of which each try gets a new one.
using JobId = StrongId<struct JobIdTag>;

/// One ComfyUI server of a pool, under the name that its owner or the pool gave it. Stays with it for life.
using ServerId = StrongId<struct ServerIdTag>;

}  // namespace divan
