#pragma once

#include <divan/client/part_file.hpp>
#include <divan/client/view.hpp>
#include <divan/workflow/attachments.hpp>

#include "gateway_access.hpp"
#include "result_form.hpp"

namespace divan::app {

/// An output of a job, as Comfy API v2 shows it.
struct GatewayOutput {
    std::string asset, node, name, type, content_type;
    std::uint64_t bytes = 0;

    GatewayOutput() = default;
};
/// Errors: `malformed_reply`.
Result<std::vector<GatewayOutput>> outputs_of(const json::Value& job);

/// Streams the output into `file` and gives it its name. A cut connection is resumed. Errors: as
/// `GatewayAccess::ask`; `result_missing` (the gateway does not have it any more, or it is cut off),
/// `io_failed`.
asio::awaitable<Result<DownloadedFile>> fetch_output(GatewayAccess& gateway, GatewayOutput output,
                                                     ResultForm form, PartFile file, Deadline deadline);
/// A picture in another form, made by the gateway; begun anew where a connection is cut. Errors: the same.
asio::awaitable<Result<DownloadedFile>> fetch_picture(GatewayAccess& gateway, GatewayOutput output,
                                                      ResultForm form, PartFile file, Deadline deadline);
/// A small one in memory: what a node said.
asio::awaitable<Result<std::string>> fetch_text(GatewayAccess& gateway, GatewayOutput output,
                                                Deadline deadline);

/// Hands a file in, and gives the reference to it that stands in a workflow where a server wants a file's
/// name. Errors: as `GatewayAccess::ask`; `io_failed`.
asio::awaitable<Result<json::Value>> upload_file(GatewayAccess& gateway, Attachment file, Deadline deadline);

}  // namespace divan::app
