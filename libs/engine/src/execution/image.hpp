#pragma once

#include <divan/engine/image.hpp>
