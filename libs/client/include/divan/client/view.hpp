#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <divan/client/connection.hpp>
#include <divan/protocol/outputs.hpp>

namespace divan {

/// GET /view. Source: ComfyUI 0.3.64, server.py `view_image`.
struct ViewRequest {
    std::string filename, subfolder;
    std::string type = "output";
    std::string preview;                   ///< e.g. "webp;80": re-encoded by the server
    std::string channel;                   ///< "rgb" or "a"; empty: the file as it is
    std::uint64_t max_bytes = UINT64_MAX;  ///< of a download: what is longer is `malformed_reply`; not sent

    ViewRequest() = default;
    explicit ViewRequest(const protocol::OutputFile& file)
        : filename{file.filename}, subfolder{file.subfolder}, type{file.type} {}
};

std::string view_target(const ViewRequest& request);  ///< "/view?filename=…&subfolder=…&type=…"
/// The whole address, without credentials.
std::string view_url(const Connection& connection, const ViewRequest& request);

struct ViewedFile {
    std::string bytes, content_type;
    ViewedFile() = default;
};

/// A file in memory, as large as `ConnectionConfig::max_reply_bytes` allows. Errors: connect_failed,
/// connection_lost, timeout, unauthorized, result_missing (404), unexpected_status.
asio::awaitable<Result<ViewedFile>> view(Connection& connection, ViewRequest request, Deadline deadline);

struct DownloadedFile {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< 64 lower-case hexadecimal digits
    std::string content_type;
    DownloadedFile() = default;
};

/// Streams a file to disk through a fixed buffer: first to `<path>.part`, whole and of the announced length,
/// then renamed. A cut connection is resumed once from where it ended; a 404 is asked for again a few times
/// (within about four seconds: shared folders lag). An existing file is never overwritten. Errors: as `view`;
/// io_failed, invalid_argument when `path` or its `.part` exists.
asio::awaitable<Result<DownloadedFile>> download(Connection& connection, ViewRequest request,
                                                 std::filesystem::path path, Deadline deadline);

}  // namespace divan
