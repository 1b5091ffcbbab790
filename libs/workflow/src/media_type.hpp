#pragma once

#include <string_view>

namespace divan {

/// "png" for "image/png"; "bin" for what is none of ours.
std::string_view extension_of_media_type(std::string_view media_type);

}  // namespace divan
