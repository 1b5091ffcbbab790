#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <divan/engine/image.hpp>

namespace divan::engine {

/// What Python prints for a float32 tensor: `tensor([[0.0000, 0.0353], …])`, shortened beyond 1,000 values.
/// `value` answers for an index in row-major order; only the values that are shown are asked for.
/// Source: PyTorch 2, torch/_tensor_str.py with its default print options.
std::string tensor_text(const std::vector<int>& shape, const std::function<float(std::size_t)>& value);

std::string tensor_text(const Image& image);
std::string tensor_text(const Mask& mask);

}  // namespace divan::engine
