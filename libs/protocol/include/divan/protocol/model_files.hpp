#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

/// The model files of a server, as its experimental routes tell them.
/// Source: ComfyUI 0.3.64, app/model_manager.py.
namespace divan::protocol {

/// One element of GET /experiment/models.
struct ModelFolder {
    std::string name;                  ///< "checkpoints", "loras", …
    std::vector<std::string> folders;  ///< absolute paths on the server; `ModelFile::path_index` counts them
    json::Value raw;

    ModelFolder() = default;
    bool operator==(const ModelFolder&) const = default;
};

/// One element of GET /experiment/models/{folder}.
struct ModelFile {
    std::string name;  ///< relative to its folder: what an input of a loader takes
    std::int64_t path_index = 0;
    std::optional<std::int64_t> size_bytes;
    std::optional<Timestamp> modified, created;
    json::Value raw;

    ModelFile() = default;
    bool operator==(const ModelFile&) const = default;
};

/// Names of embeddings: a plain list (every ComfyUI), or one page of a server that pages them.
struct EmbeddingsPage {
    std::vector<std::string> names;
    bool paged = false;            ///< `{"items": [{"model_name": …}]}`: there may be a next page
    std::optional<bool> has_more;  ///< where the server says so
    std::optional<std::int64_t> total;

    EmbeddingsPage() = default;
    bool operator==(const EmbeddingsPage&) const = default;
};

/// Errors of all: `malformed_reply`, also for an element without its name.
Result<std::vector<ModelFolder>> parse_model_folders(std::string_view body);
Result<std::vector<ModelFile>> parse_model_files(std::string_view body);
Result<EmbeddingsPage> parse_embeddings(std::string_view body);
/// GET /view_metadata/{folder}: the `__metadata__` of a safetensors file, whose values are texts.
Result<json::Object> parse_model_metadata(std::string_view body);

}  // namespace divan::protocol
