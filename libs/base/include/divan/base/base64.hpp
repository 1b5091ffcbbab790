#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace divan {

/// Standard base64 with padding, in one line.
std::string base64(std::string_view bytes);
/// Takes exactly what `base64` makes; nothing for every other text.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace divan
