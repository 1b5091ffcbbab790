#pragma once

#include <divan/engine/image_codec.hpp>
