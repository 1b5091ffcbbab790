#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace divan {

/// The candidates that somebody who wrote `wanted` may have meant, closest first (edit distance without
/// regard to case; a candidate that contains `wanted` counts as close). Empty when none is near.
std::vector<std::string> nearest(std::string_view wanted, std::span<const std::string> candidates,
                                 std::size_t at_most = 3);

/// "did you mean 'KSampler' or 'KSamplerAdvanced'?", or an empty text when nothing is near.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> candidates);

}  // namespace divan
