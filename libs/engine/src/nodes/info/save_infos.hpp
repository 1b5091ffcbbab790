#pragma once

#include "nodes/info/node_info.hpp"

namespace divan::engine {

NodeInfo save_image_info();
NodeInfo preview_image_info();
NodeInfo preview_mask_info();
NodeInfo save_webp_info();
NodeInfo save_apng_info();

}  // namespace divan::engine
