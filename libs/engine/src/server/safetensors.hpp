#pragma once

#include <filesystem>
#include <optional>

#include <divan/json/value.hpp>

namespace divan::engine {

/// The `__metadata__` object in the header of a safetensors file (8 bytes little-endian length, then JSON).
/// Nothing when the file is missing or damaged, its header is longer than 1 MiB, or it has no metadata.
std::optional<json::Value> safetensors_metadata(const std::filesystem::path& file);

}  // namespace divan::engine
