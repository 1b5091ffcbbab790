#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/client/view.hpp>
#include <divan/protocol/model_files.hpp>

/// Model files with sizes, times and pictures. ComfyUI calls these routes experimental; `models` in
/// catalogue.hpp asks the plain list of names. Errors of all: connect_failed, connection_lost, timeout,
/// unauthorized, unexpected_status, malformed_reply, not_supported.
namespace divan::model_files {

/// GET /experiment/models.
asio::awaitable<Result<std::vector<protocol::ModelFolder>>> folders(Connection& connection,
                                                                    Deadline deadline);
/// GET /experiment/models/{folder}. Errors: also `invalid_argument` for a folder that the server does not
/// have.
asio::awaitable<Result<std::vector<protocol::ModelFile>>> list(Connection& connection, std::string folder,
                                                               Deadline deadline);

/// Which model: `path_index` says in which of the folder's paths it lies.
struct PreviewRequest {
    std::string folder;
    std::int64_t path_index = 0;
    std::string file;

    PreviewRequest() = default;
    PreviewRequest(std::string in_folder, std::int64_t in_path, std::string name)
        : folder{std::move(in_folder)}, path_index{in_path}, file{std::move(name)} {}
};

std::string preview_target(const PreviewRequest& request);
/// The whole address, without credentials.
std::string preview_url(const Connection& connection, const PreviewRequest& request);
/// The picture that lies beside a model or in it, as WebP. Nothing when it has none.
asio::awaitable<Result<std::optional<ViewedFile>>> preview(Connection& connection, PreviewRequest request,
                                                           Deadline deadline);

/// GET /view_metadata/{folder}: what a safetensors file says of itself; values are texts, often JSON again.
/// Nothing when there is no such file, or it says nothing (ComfyUI 0.3.64: or its head is longer than 1 MiB).
asio::awaitable<Result<std::optional<json::Object>>> metadata(Connection& connection, std::string folder,
                                                              std::string file, Deadline deadline);

}  // namespace divan::model_files
